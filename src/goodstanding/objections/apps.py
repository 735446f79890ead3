"""The Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    """Objections and reports of errors: filed, marked, forwarded, answered, decided."""

    name = "goodstanding.objections"
    label = "objections"

    def ready(self) -> None:
        """What rests on a record ends with it, and goes with it."""
        import_module("goodstanding.objections.ended")
        import_module("goodstanding.objections.purged")
