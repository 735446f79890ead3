"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told: in-site notices, mail through the queue, letters."""

    name = "goodstanding.notices"
    label = "notices"
