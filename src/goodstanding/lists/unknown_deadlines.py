"""Last days to answer that could not be computed: filled in when the year's working days are set."""

from __future__ import annotations

from goodstanding.clocks.deadlines import due
from goodstanding.lists import saying
from goodstanding.lists.models import OPEN, Listing


def recompute() -> int:
    """Returns how many are known now."""
    known = 0
    for one in Listing.everything.filter(state__in=OPEN, answer_until__isnull=True).exclude(served_on=None, publicised_on=None):
        start, kind = one.served_on or one.publicised_on, saying.kind_of(one)
        day = due(kind.answer, start) if kind and start else None
        known += Listing.everything.filter(pk=one.pk, answer_until__isnull=True).update(answer_until=day) if day else 0
    return known
