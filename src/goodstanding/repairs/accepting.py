"""Is the application complete? Taken in hand, or refused with what is missing and how to complete it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.repairs import looking, saying
from goodstanding.repairs.locking import locked, not_own
from goodstanding.repairs.models import Repair
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def accept(repair: Repair, *, by: Standing) -> None:
    """It is complete: from now on the clock for the result runs."""
    require(by, "decide_repair", repair)
    with transaction.atomic():
        now = locked(repair, "accept")
        not_own(now, by)
        result = due(looking.regime_of(now.regime).result, timezone.localdate())
        Repair.objects.filter(pk=now.pk).update(accepted_at=timezone.now(), accepted_by=by.label, accept_due_on=now.due_on, due_on=result)
        move(now, "accept", by=by, due_on=result)
        now.due_on = result
        saying.tell_applicant(now, "accepted", due=saying.due_text(now))
    repair.refresh_from_db()


def refuse(repair: Repair, *, because: str, by: Standing) -> None:
    """Not complete: the applicant reads what is missing and how to complete it, and may apply again at once."""
    require(by, "decide_repair", repair)
    with transaction.atomic():
        now = locked(repair, "refuse")
        not_own(now, by)
        words = reasons(because)
        Repair.objects.filter(pk=now.pk).update(
            words=words, accept_due_on=now.due_on, decided_at=timezone.now(), decided_by=by.label, decided_user=by.user_id
        )
        move(now, "refuse", by=by, because=words)
        saying.tell_applicant(now, "refused")
    repair.refresh_from_db()


@dataclass(slots=True)
class Accepted:
    """What became of a pile: which were accepted, and which were left with the reason."""

    accepted: list[Repair] = field(default_factory=list)
    left: list[tuple[Repair, Refused]] = field(default_factory=list)


def accept_many(repairs: Iterable[Repair], *, by: Standing) -> Accepted:
    """Those that are complete, each for itself: one that cannot be accepted holds no other up."""
    done = Accepted()
    for repair in repairs:
        try:
            _complete(repair)
            accept(repair, by=by)
        except Refused as refused:
            done.left.append((repair, refused))
        else:
            done.accepted.append(repair)
    return done


def _complete(repair: Repair) -> None:
    if not complete(repair):
        raise Refused("REPAIR_INCOMPLETE", text("repairs.refused.incomplete"))


def complete(repair: Repair) -> bool:
    """Papers came with it; who says that the department holds them is looked at one by one."""
    return repair.evidence.exists()


def reasons(because: str) -> str:
    """As they are kept and read. Raises ``Refused`` where there are none."""
    words = persons.mask(because.strip())[0]
    if not words:
        raise Refused("REASON_MISSING", text("repairs.refused.reason_missing"))
    return words
