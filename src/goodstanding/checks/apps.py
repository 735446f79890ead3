"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ChecksConfig(AppConfig):
    """What a body that may ask is told about an organisation, and the receipt it is given."""

    name = "goodstanding.checks"
    label = "checks"

    def ready(self) -> None:
        """Seals are public acts; the query is written anew after each migration."""
        from goodstanding.checks import logged  # noqa: F401, PLC0415 - models are there only now

        post_migrate.connect(_install, sender=self)


def _install(*, using: str, **_said: Any) -> None:
    from goodstanding.checks.facts_sql import install  # noqa: PLC0415 - as above
    from goodstanding.checks.models import Check  # noqa: PLC0415

    # Migrating back takes the table away.
    if Check._meta.db_table in connections[using].introspection.table_names():
        install(using)
