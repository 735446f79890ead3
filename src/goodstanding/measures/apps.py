"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class MeasuresConfig(AppConfig):
    """What may follow from a list or a record, on which basis, and what was done."""

    name = "goodstanding.measures"
    label = "measures"

    def ready(self) -> None:
        """What rests on entries, records and laws makes itself known; the catalogue's measures come after each migration."""
        from goodstanding.measures import depending, logged, resting  # noqa: F401, PLC0415 - models are there only now

        post_migrate.connect(_install, sender=self)


def _install(*, using: str, **_said: Any) -> None:
    from goodstanding.measures.catalogue import laws, rules  # noqa: PLC0415 - as above
    from goodstanding.measures.installing import REVIEW, install  # noqa: PLC0415
    from goodstanding.measures.models import Kind  # noqa: PLC0415

    # Migrating back takes the table away.
    if Kind._meta.db_table in connections[using].introspection.table_names():
        install(rules(), laws().terms[REVIEW].count)
