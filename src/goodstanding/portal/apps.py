"""The public site as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Views and templates; no models: the portal is a reader."""

    name = "goodstanding.portal"
    label = "portal"
