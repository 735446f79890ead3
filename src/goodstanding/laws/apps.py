"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class LawsConfig(AppConfig):
    """What the law says and whether it is in force; what stops when it is not."""

    name = "goodstanding.laws"
    label = "laws"

    def ready(self) -> None:
        """The parts that rest on laws already make themselves known; the laws themselves come after each migration."""
        from goodstanding.laws import logged, resting  # noqa: F401, PLC0415 - models are there only now

        post_migrate.connect(_install, sender=self)


def _install(*, using: str, **_said: Any) -> None:
    from goodstanding.laws.installing import install  # noqa: PLC0415 - as above
    from goodstanding.laws.loaded import catalogue  # noqa: PLC0415
    from goodstanding.laws.models import Law  # noqa: PLC0415

    # Migrating back takes the table away.
    if Law._meta.db_table in connections[using].introspection.table_names():
        install(catalogue())
