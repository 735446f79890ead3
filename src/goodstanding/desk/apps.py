"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Each role's inbox, deadlines as a calendar feed, the working-day calendar."""

    name = "goodstanding.desk"
    label = "desk"
