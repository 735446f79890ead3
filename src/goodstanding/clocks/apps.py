"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The calendar of working days as the centre keeps it, deadlines that are known or unknown, and what waits for whom."""

    name = "goodstanding.clocks"
    label = "clocks"
