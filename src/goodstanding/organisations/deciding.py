"""What a clerk says about a waiting row: whose it is, or that it goes back to the department. The row moves once."""

from __future__ import annotations

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.organisations.models import Organisation, PendingRow
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def settle(pending: PendingRow, organisation: Organisation, *, by: Standing, because: str) -> None:
    """The row is this organisation's, for this reason. Raises ``Conflict`` where somebody was quicker."""
    require(by, "settle", pending)
    reason = _reason(because)
    with transaction.atomic():
        PendingRow.objects.filter(pk=pending.pk, state="waiting").update(organisation=organisation, because=reason)
        move(pending, "settle", by=by, because=reason, organisation=organisation.pk)
        pending.refresh_from_db()


def give_back(pending: PendingRow, *, by: Standing, because: str) -> None:
    """The row goes back to the department that handed it in, with what has to be put right."""
    require(by, "settle", pending)
    reason = _reason(because)
    with transaction.atomic():
        PendingRow.objects.filter(pk=pending.pk, state="waiting").update(because=reason)
        move(pending, "return", by=by, because=reason)
        pending.refresh_from_db()


def _reason(because: str) -> str:
    if not because.strip():
        raise Refused("REASON_MISSING", text("organisations.refused.reason_missing"))
    return because.strip()
