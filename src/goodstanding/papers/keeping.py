"""How long papers are kept: until a term of the catalogue is over. Whoever asked for a paper says by which, and since when it runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.clocks.deadlines import ago
from goodstanding.ledger.standing import SYSTEM, Standing
from goodstanding.papers.destroying import destroy
from goodstanding.papers.models import Paper
from goodstanding.rules.catalogue import Term
from goodstanding.rules.loading import load
from goodstanding.rules.terms import months_after
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

UNSENT = "paper_abandoned"
AT_ONCE = 1000
"""Papers of one run; the rest goes with the next."""


def destroy_outlived(papers: QuerySet[Paper], term: str) -> int:
    """Those whose term is over; the caller has chosen them by ``ago(term)``. The rule stays with each as its reason. Returns how many."""
    over = list(papers.filter(destroyed_at__isnull=True).defer("content").order_by("at")[:AT_ONCE])
    for paper in over:
        destroy(paper, by=SYSTEM, because=term)
    return len(over)


def destroy_unsent(purpose: str, used: QuerySet[Any, Any]) -> int:
    """Papers that were handed in with a form nobody sent: none of ``used`` names them. Returns how many."""
    old = Paper.objects.filter(purpose=purpose, destroyed_at__isnull=True, at__lt=ago(UNSENT)).exclude(pk__in=used)
    gone = 0
    for key in list(old.order_by("at").values_list("pk", flat=True)[:AT_ONCE]):
        gone += destroy_unused(key, used, by=SYSTEM, because=UNSENT)
    return gone


def destroy_unused(key: UUID, used: QuerySet[Any, Any], *, by: Standing, because: str) -> bool:
    """One of them, unless ``used`` names it by now. Whoever is sending the form just now holds the paper: of the two one waits."""
    with transaction.atomic():
        paper = Paper.objects.select_for_update().defer("content").get(pk=key)
        if used.filter(paper=key).exists():
            return False
        destroy(paper, by=by, because=because)
    return True


def destroy_purged(papers: Iterable[UUID]) -> None:
    """In the transaction in which the records they were handed in for are purged."""
    for paper in Paper.objects.filter(pk__in=list(papers)).defer("content"):
        destroy(paper, by=SYSTEM, because="purged with its records")


def until(term: str, since: date) -> date:
    """The last day it is kept. A holiday moves nothing: nobody has to act."""
    return months_after(since, _terms()[term].count)


def row(paper: Paper, url: str, *, kept_until: date | None = None, side: Text | None = None) -> dict[str, Any]:
    """A paper as ``ui/components/papers.html`` lists it: where it can be read, until when, or what became of it."""
    note: Text | None = text("papers.kept_until", day=written(kept_until)) if kept_until else None
    if paper.destroyed_at:
        rule = _terms().get(paper.destroyed_because)
        day = written(timezone.localdate(paper.destroyed_at))
        said = rule.title if rule else Text(paper.destroyed_because, paper.destroyed_because)
        note = text("papers.destroyed_on", day=day, rule=said, hash=paper.sha256)
    return {"name": paper.name, "url": url if paper.is_there else "", "note": note, "side": side}


def _terms() -> dict[str, Term]:
    return load(settings.CITY_CATALOGUE).terms
