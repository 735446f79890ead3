"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records and their revisions."""

    name = "goodstanding.records"
    label = "records"
