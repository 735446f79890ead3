"""Deadlines that could not be computed: filled in when the year's working days are set."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.repairs import looking
from goodstanding.repairs.models import OPEN, Repair


def recompute() -> int:
    """Returns how many are known now."""
    known = 0
    for repair in Repair.objects.filter(state__in=OPEN, due_on__isnull=True):
        day = _due(repair)
        known += Repair.objects.filter(pk=repair.pk, state=repair.state, due_on__isnull=True).update(due_on=day) if day else 0
    return known


def _due(repair: Repair) -> date | None:
    regime = looking.regime_of(repair.regime)
    if repair.accepted_at is None:
        return due(regime.accept, timezone.localdate(repair.filed_at))
    result = due(regime.result, timezone.localdate(repair.accepted_at))
    return due(regime.extension, result) if result and repair.extended_at else result
