"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Documents people hand in as evidence: sealed, checked, destroyed on time."""

    name = "goodstanding.papers"
    label = "papers"
