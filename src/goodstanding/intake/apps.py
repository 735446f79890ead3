"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Submissions and the desk's pages."""

    name = "goodstanding.intake"
    label = "intake"
