"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The register of organisations."""

    name = "goodstanding.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
