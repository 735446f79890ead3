"""Deadlines that could not be computed when a request came, because its year's working days were not known."""

from __future__ import annotations

from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.representing.models import Power
from goodstanding.rules.procedure import PROCEDURES


def recompute() -> int:
    """Fill in what is known by now. Returns how many."""
    term = PROCEDURES["power"]["", "ask"].term
    filled = 0
    for power in Power.objects.filter(state="asked", due_on__isnull=True):
        day = due(term, timezone.localtime(power.asked_at).date())
        filled += Power.objects.filter(pk=power.pk, state="asked", due_on__isnull=True).update(due_on=day) if day else 0
    return filled
