"""Destroy a paper when it has served its purpose: the content goes, the hash stays."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.papers.models import Paper
from goodstanding.rules import persons
from goodstanding.rules.events import Event


def destroy(paper: Paper, *, by: Standing, because: str) -> None:
    """Once; a second time changes nothing. May ``by`` do this? is for the part to ask that asked for the paper."""
    reason = persons.mask(because.strip())[0]
    with transaction.atomic():
        gone = Paper.objects.filter(pk=paper.pk, destroyed_at__isnull=True).update(
            content=None, destroyed_at=timezone.now(), destroyed_by=by.label, destroyed_because=reason
        )
        if gone:
            write(Event.PAPER_DESTROYED, paper, by=by, because=reason, data={"purpose": paper.purpose, "sha256": paper.sha256})
    paper.refresh_from_db()
