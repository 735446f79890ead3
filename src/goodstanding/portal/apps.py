"""The public site as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Views and templates; no models: the portal is a reader."""

    name = "goodstanding.portal"
    label = "portal"

    def ready(self) -> None:
        """Undoings ask the portal where a wrong thing could be seen."""
        from goodstanding.portal import reached  # noqa: F401, PLC0415 - it registers itself
