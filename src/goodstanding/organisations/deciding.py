"""What becomes of a waiting row: it is somebody's, it goes back to the department, or it waits again. The row moves once at a time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write
from goodstanding.organisations import judging
from goodstanding.organisations.models import Organisation, PendingRow
from goodstanding.organisations.reasons import reason
from goodstanding.rules.events import Event

__all__ = ("check", "give_back", "reason", "reopen", "settle")


def settle(pending: PendingRow, organisation: Organisation, *, by: Standing, because: str, likeness: dict[str, Any] | None = None) -> None:
    """The row is this organisation's, for this reason, which is remembered. Raises ``Conflict`` where somebody was quicker."""
    require(by, "settle", pending)
    why = reason(because)
    with transaction.atomic():
        answer = {"organisation": organisation, "because": why, "how": "clerk", "settled_at": timezone.now()}
        PendingRow.objects.filter(pk=pending.pk, state="waiting").update(**answer)
        move(pending, "settle", by=by, because=why, organisation=organisation.pk, how="clerk")
        said = judging.latest(pending.normal_name, pending.code).get(organisation.pk)
        if said is None or said.verdict != "same":
            judging.judge(pending, organisation, "same", by=by, because=why, likeness=likeness)
        pending.refresh_from_db()


def give_back(pending: PendingRow, *, by: Standing, because: str) -> None:
    """The row goes back to the department that handed it in, with what has to be put right."""
    require(by, "settle", pending)
    why = reason(because)
    with transaction.atomic():
        PendingRow.objects.filter(pk=pending.pk, state="waiting").update(because=why)
        move(pending, "return", by=by, because=why)
        pending.refresh_from_db()


def reopen(pending: PendingRow, *, by: Standing, because: str, taken_off: bool = False) -> None:
    """An attached row waits again; what it says enters anew wherever it is attached next. In the caller's transaction."""
    was = {"organisation": pending.organisation_id, "how": pending.how}
    move(pending, "undo", by=by, because=because, **was)
    again = {"organisation": None, "how": "", "settled_at": None, "checked_by": "", "attempt": pending.attempt + 1, "because": because}
    PendingRow.objects.filter(pk=pending.pk).update(**again, **({"reason": "TAKEN_BACK"} if taken_off else {}))
    pending.refresh_from_db()


def check(pending: PendingRow, *, by: Standing) -> None:
    """A clerk has looked at what attached by itself and found it right."""
    require(by, "settle", pending)
    with transaction.atomic():
        changed = PendingRow.objects.filter(pk=pending.pk, state="settled", checked_by="").update(checked_by=by.label)
        if changed:
            write(Event.QUEUE_CHECKED, pending, by=by, data={"how": pending.how, "organisation": pending.organisation_id})
