"""The Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    """A department ends what it handed in: withdrawn, varied, annulled; a regime change ends many."""

    name = "goodstanding.withdrawals"
    label = "withdrawals"

    def ready(self) -> None:
        """What is kept of a record goes with it."""
        import_module("goodstanding.withdrawals.purged")
