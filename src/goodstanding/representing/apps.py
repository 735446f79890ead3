"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RepresentingConfig(AppConfig):
    """Who may act for an organisation, from when until when, and on what letter."""

    name = "goodstanding.representing"
    label = "representing"
