"""公示期内提出异议: anybody may, without saying who he is; the department answers with reasons."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.lists import telling
from goodstanding.lists.models import OUTCOMES, Listing, Remark
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

LONGEST = 2000
MOST = 200
"""Open ones against one candidate: beyond that nobody reads them, and somebody is playing."""


def remark(listing: Listing, words: str, *, by: Standing) -> Remark:
    """While the publicity lasts; the last day counts."""
    kept = persons.mask(words.strip()[:LONGEST])[0]
    if not kept:
        raise Refused("REMARK_MISSING", text("lists.refused.remark_missing"))
    with transaction.atomic():
        now = Listing.everything.select_for_update(of=("self",)).select_related("organisation", "department", "kind").get(pk=listing.pk)
        until = now.answer_until
        if now.state != "publicised" or (until is not None and until < timezone.localdate()):
            raise Conflict("REMARK_LATE", text("lists.refused.remark_late"))
        if now.remarks.filter(outcome="").count() >= MOST:
            raise Refused("REMARKS_TOO_MANY", text("lists.refused.remarks_too_many"))
        made = Remark.objects.create(listing=now, words=kept)
        write(Event.REMARK_MADE, made, by=by, data={"listing": str(now.pk)})
        telling.tell_department(now, "remark")
    return made


def settle(made: Remark, *, outcome: str, reasons: str, by: Standing) -> None:
    """核实: founded or not, with reasons."""
    require(by, "settle_remark", made.listing)
    kept = persons.mask(reasons.strip()[:LONGEST])[0]
    if outcome not in OUTCOMES or not kept:
        raise Refused("REMARK_UNSETTLED", text("lists.refused.remark_unsettled"))
    with transaction.atomic():
        now = Remark.objects.select_for_update().get(pk=made.pk)
        if now.outcome:
            raise Conflict("REMARK_SETTLED", text("lists.refused.remark_settled"))
        Remark.objects.filter(pk=now.pk).update(outcome=outcome, reasons=kept, settled_by=by.label, settled_at=timezone.now())
        write(Event.REMARK_SETTLED, now, by=by, because=kept, data={"outcome": outcome})
    made.refresh_from_db()
