"""Scans that were handed in with a form which nobody sent in the end serve nothing: destroyed after their term."""

from __future__ import annotations

from django.db.models import F

from goodstanding.lists import proposing, serving
from goodstanding.lists.models import Listing, Rest
from goodstanding.papers import keeping

HEARD = "listing.heard"
"""Minutes of a hearing."""


def tidy() -> int:
    """Returns how many."""
    used = [
        (proposing.PURPOSE, Rest.objects.filter(paper__isnull=False).values("paper")),
        (serving.PURPOSE, Listing.everything.filter(served_paper__isnull=False).annotate(paper=F("served_paper")).values("paper")),
        (HEARD, Listing.everything.filter(heard_paper__isnull=False).annotate(paper=F("heard_paper")).values("paper")),
    ]
    return sum(keeping.destroy_unsent(purpose, papers) for purpose, papers in used)
