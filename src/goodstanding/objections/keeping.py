"""How long the papers of an objection are kept once it is closed: the term of the catalogue, and as long as a court or a review may ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.deadlines import ago
from goodstanding.objections.models import Evidence, Item, Objection
from goodstanding.papers import keeping
from goodstanding.papers.models import Paper
from goodstanding.records.models import PROCEEDINGS
from goodstanding.ui.texts import text

TERM = "objection_papers"
PENDING = Q(record__marks__kind__in=PROCEEDINGS, record__marks__lifted_at__isnull=True)


def until(objection: Objection) -> date | None:
    """The last day they are kept; None while the case is open."""
    return keeping.until(TERM, timezone.localdate(objection.closed_at)) if objection.closed_at else None


def rows(objection: Objection, evidence: Iterable[Evidence], view: str, *args: Any, sides: bool = False) -> list[dict[str, Any]]:
    """Papers of the case as its pages list them; ``view`` with ``args`` and the paper's key is where one can be read."""
    last = until(objection)
    return [
        keeping.row(
            one.paper, reverse(view, args=[*args, one.paper_id]), kept_until=last, side=text("objections.side", one.side) if sides else None
        )
        for one in evidence
    ]  # fmt: skip


def destroy_due() -> int:
    """Papers and slips of cases closed so long ago, but of none whose record is under review or before a court. Returns how many."""
    pending = Item.objects.filter(PENDING).values("objection")
    over = Objection.objects.filter(closed_at__date__lt=ago(TERM).date()).exclude(pk__in=pending)
    theirs = Q(pk__in=Evidence.objects.filter(objection__in=over).values("paper")) | Q(pk__in=over.values("consent__paper"))
    return keeping.destroy_outlived(Paper.objects.filter(theirs), TERM)
