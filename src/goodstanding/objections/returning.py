"""An answer does not do: the source reads why, and its term begins anew, with the day its records would stop showing."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.objections import clocking, hiding, locking
from goodstanding.objections.models import Inquiry
from goodstanding.objections.telling import tell_source
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text


def give_back(inquiry: Inquiry, *, because: str, by: Standing) -> None:
    """What could not be verified stays hidden until it has been."""
    require(by, "handle_objection", inquiry.objection)
    reason = locking.words(because)
    with transaction.atomic():
        case = locking.held(inquiry.objection_id)
        if case.state not in {"forwarded", "answered"}:
            raise conflict()
        if clocking.is_paused(case):
            raise Conflict("PAUSED", text("objections.refused.paused"))
        if case.state == "answered":
            move(case, "return", by=by, because=reason)
        move(inquiry, "return", by=by, because=reason)
        Inquiry.objects.filter(pk=inquiry.pk).update(returned_because=reason, asked_at=timezone.now())
        inquiry.refresh_from_db()
        inquiry.objection = case
        clocking.set_inquiry(inquiry)
        hiding.arrange(inquiry, by=by)
        clocking.set_case(case)
        tell_source(inquiry, "objections.told.returned")
