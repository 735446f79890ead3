"""What every end of a case does: its marks and suspensions go, what was still asked is closed, a clock that stood still ends."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.lists import disputing
from goodstanding.objections import hiding
from goodstanding.objections.models import Objection
from goodstanding.records.marking import unmark


def lift(objection: Objection, *, by: Standing, because: str = "") -> None:
    """Before anything ends because of the case: what has ended cannot change any more."""
    hiding.lift(objection, by=by, because=because)
    unmark(case=objection.pk, by=by, because=because)
    disputing.lift(objection.pk, by=by)
    end_pause(objection)


def end_pause(objection: Objection) -> int:
    """Today counts again; a server's clock that was set back makes no pause shorter than nothing."""
    return objection.pauses.filter(until__isnull=True).update(until=Greatest(F("since"), Value(timezone.localdate())))


def close_inquiries(objection: Objection, *, by: Standing) -> None:
    """Nobody has to answer any more."""
    for inquiry in objection.inquiries.filter(state="asked"):
        move(inquiry, "close", by=by)
