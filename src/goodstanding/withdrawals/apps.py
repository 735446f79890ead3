"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    """A department ends what it handed in: withdrawn, varied, annulled; a regime change ends many."""

    name = "goodstanding.withdrawals"
    label = "withdrawals"
