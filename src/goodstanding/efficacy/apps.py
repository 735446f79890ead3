"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EfficacyConfig(AppConfig):
    """What measures did: counts that open their rows, and example cases."""

    name = "goodstanding.efficacy"
    label = "efficacy"

    def ready(self) -> None:
        """What an example is told from takes it along when it turns out wrong; publishing one is a public act."""
        from goodstanding.efficacy import logged, resting  # noqa: F401, PLC0415 - models are there only now
