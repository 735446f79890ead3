"""The letter of authority: kept until the decision, then destroyed; its hash stays with the power."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from goodstanding.ledger.standing import Standing
from goodstanding.papers import destroying, keeping
from goodstanding.papers.models import Paper
from goodstanding.representing.models import Power

PURPOSE = "power.letter"


def destroy(power: Power, *, by: Standing, because: str) -> None:
    """In the transaction of the decision."""
    destroying.destroy(power.letter, by=by, because=because)


def destroy_unsent(letter: Paper, *, by: Standing, because: str) -> bool:
    """One that no request names, whoever may be sending one with it just now."""
    return keeping.destroy_unused(letter.pk, _used(), by=by, because=because)


def destroy_abandoned() -> int:
    """Somebody uploaded a letter and never sent the form. Returns how many."""
    return keeping.destroy_unsent(PURPOSE, _used())


def _used() -> QuerySet[Any, Any]:
    return Power.objects.annotate(paper=F("letter")).values("paper")
