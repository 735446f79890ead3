"""Deadlines that could not be computed: filled in when the year's working days are set."""

from __future__ import annotations

from goodstanding.clocks.deadlines import due
from goodstanding.measures.models import Application
from goodstanding.measures.notifying import TERM


def recompute() -> int:
    """Returns how many are known now."""
    known = 0
    for one in Application.everything.filter(state="notified", answer_until__isnull=True, notified_on__isnull=False):
        day = due(TERM, one.notified_on) if one.notified_on else None
        known += (
            Application.everything.filter(pk=one.pk, state="notified", answer_until__isnull=True).update(answer_until=day) if day else 0
        )
    return known
