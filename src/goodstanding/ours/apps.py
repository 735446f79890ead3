"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OursConfig(AppConfig):
    """An organisation's own pages: everything about it, who acts for it, its cases."""

    name = "goodstanding.ours"
    label = "ours"
