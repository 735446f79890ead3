"""Papers of lists: those of forms nobody sent, and those of cases that were over long ago, are destroyed; the hash stays."""

from __future__ import annotations

from django.db.models import F, Q

from goodstanding.clocks.deadlines import ago
from goodstanding.lists import proposing, serving
from goodstanding.lists.models import Dispute, Listing, Rest
from goodstanding.papers import keeping
from goodstanding.papers.models import Paper

TERM = "listing_papers"
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


def destroy_due() -> int:
    """Of what was dropped, taken off, or ran out so long ago; not while a case about it is open. Returns how many."""
    day = ago(TERM).date()
    open_ones = Dispute.objects.filter(lifted_at__isnull=True).values("listing")
    over = Listing.everything.filter(Q(ended_on__lt=day) | Q(ended_on__isnull=True, ends_on__lt=day)).exclude(pk__in=open_ones)
    theirs = Q(pk__in=over.values("served_paper")) | Q(pk__in=over.values("heard_paper"))
    scans = Rest.objects.filter(listing__in=over, paper__isnull=False).values("paper")
    return keeping.destroy_outlived(Paper.objects.filter(theirs | Q(pk__in=scans)), TERM)
