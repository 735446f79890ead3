"""How long the papers of a repair are kept once it is over, and what becomes of those that came with a form nobody sent."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from goodstanding.clocks.deadlines import ago
from goodstanding.papers import keeping
from goodstanding.papers.models import Paper
from goodstanding.records.models import PROCEEDINGS
from goodstanding.repairs.filing import PURPOSE
from goodstanding.repairs.masking import PURPOSE as RULING
from goodstanding.repairs.models import Bar, Evidence, Masking, Repair

TERM = "repair_papers"
PENDING = Q(record__marks__kind__in=PROCEEDINGS, record__marks__lifted_at__isnull=True)


def until(repair: Repair) -> date | None:
    """The last day they are kept; None while the case is open."""
    return keeping.until(TERM, timezone.localdate(repair.decided_at)) if repair.decided_at else None


def destroy_due() -> int:
    """Papers and slips of what was over so long ago; not while a bar stands on them, a review or a court may ask. Returns how many."""
    barred = Bar.objects.filter(until__gte=timezone.localdate(), lifted_on__isnull=True, repair__isnull=False).values("repair")
    over = (
        Repair.objects.filter(decided_at__date__lt=ago(TERM).date())
        .exclude(pk__in=barred)
        .exclude(pk__in=Repair.objects.filter(PENDING).values("pk"))
    )
    theirs = Q(pk__in=Evidence.objects.filter(repair__in=over).values("paper")) | Q(pk__in=over.values("consent__paper"))
    return keeping.destroy_outlived(Paper.objects.filter(theirs), TERM)


def tidy() -> int:
    """What was handed in with an application or a ruling that nobody sent in the end. Returns how many."""
    return keeping.destroy_unsent(PURPOSE, Evidence.objects.values("paper")) + keeping.destroy_unsent(
        RULING, Masking.objects.values("paper")
    )
