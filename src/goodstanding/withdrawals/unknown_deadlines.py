"""By when something had to be down, where that could not be computed: filled in when the year's working days are set."""

from __future__ import annotations

from goodstanding.clocks.deadlines import due
from goodstanding.withdrawals.models import Withdrawal
from goodstanding.withdrawals.withdrawing import TERM


def recompute() -> int:
    """Returns how many are known now."""
    known = 0
    for one in Withdrawal.objects.filter(due_on__isnull=True):
        day = due(TERM, one.effective_on)
        known += Withdrawal.objects.filter(pk=one.pk, due_on__isnull=True).update(due_on=day) if day else 0
    return known
