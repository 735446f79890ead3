"""The letter of authority: kept until the decision, then destroyed; its hash stays with the power."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from goodstanding.ledger.standing import SYSTEM, Standing
from goodstanding.papers import destroying
from goodstanding.papers.models import Paper
from goodstanding.representing.models import Power

PURPOSE = "power.letter"
ABANDONED_AFTER = timedelta(days=1)
"""Somebody uploaded a letter and never sent the form."""


def destroy(power: Power, *, by: Standing, because: str) -> None:
    """In the transaction of the decision."""
    destroying.destroy(power.letter, by=by, because=because)


def destroy_abandoned() -> int:
    """Letters that no request names. Returns how many."""
    there = Paper.objects.filter(purpose=PURPOSE, destroyed_at__isnull=True, at__lt=timezone.now() - ABANDONED_AFTER)
    left = list(there.exclude(pk__in=Power.objects.values("letter")).defer("content"))
    for paper in left:
        destroying.destroy(paper, by=SYSTEM, because="abandoned")
    return len(left)
