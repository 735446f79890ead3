"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What departments subscribe to, how it reaches them, and who has acknowledged that something has ended."""

    name = "goodstanding.exchange"
    label = "exchange"

    def ready(self) -> None:
        """A setting that cannot be read stops the start."""
        from goodstanding.exchange import addressing  # noqa: PLC0415 - after the settings

        addressing.allowed_networks()
