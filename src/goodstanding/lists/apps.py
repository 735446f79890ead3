"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ListsConfig(AppConfig):
    """Red, black and key scrutiny lists: proposed, told, heard, decided, published, ended."""

    name = "goodstanding.lists"
    label = "lists"

    def ready(self) -> None:
        """What rests on records and laws here makes itself known; the lists themselves come after each migration."""
        from goodstanding.lists import basis, logged, resting  # noqa: F401, PLC0415 - models are there only now

        post_migrate.connect(_install, sender=self)


def _install(*, using: str, **_said: Any) -> None:
    from goodstanding.lists.catalogue import rules  # noqa: PLC0415 - as above
    from goodstanding.lists.installing import install  # noqa: PLC0415
    from goodstanding.lists.models import Kind  # noqa: PLC0415

    # Migrating back takes the table away.
    if Kind._meta.db_table in connections[using].introspection.table_names():
        install(rules())
