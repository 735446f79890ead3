"""The result: granted, and the record stops showing at once; or declined, with reasons and what can be done about it. Once, later."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.records import ending
from goodstanding.records.ending import Reason
from goodstanding.repairs import looking, saying
from goodstanding.repairs.accepting import reasons
from goodstanding.repairs.locking import locked, not_own
from goodstanding.repairs.models import Repair
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def grant(repair: Repair, *, by: Standing) -> None:
    """停止公示、停止共享、停止使用、解除措施: all four in this transaction."""
    require(by, "decide_repair", repair)
    with transaction.atomic():
        now = locked(repair, "grant")
        not_own(now, by)
        basis = looking.regime_of(now.regime).basis
        if not ending.end([now.record_id], reason=Reason(because="repaired", basis=basis, document=now.number, case=now.pk), by=by):
            raise conflict()
        _decided(now, "", by)
        move(now, "grant", by=by, record=str(now.record_id))
        saying.tell_applicant(now, "granted")
    repair.refresh_from_db()


def decline(repair: Repair, *, because: str, by: Standing) -> None:
    """Not granted: the record shows on, and the applicant reads why and which remedies he has."""
    require(by, "decide_repair", repair)
    with transaction.atomic():
        now = locked(repair, "decline")
        not_own(now, by)
        words = reasons(because)
        _decided(now, words, by)
        move(now, "decline", by=by, because=words)
        saying.tell_applicant(now, "declined")
    repair.refresh_from_db()


def extend(repair: Repair, *, because: str, by: Standing) -> None:
    """A complicated case, once, before its clock has run out, by a named superior."""
    require(by, "extend_repair", repair)
    with transaction.atomic():
        now = locked(repair, "extend")
        words = reasons(because)
        if now.extended_at is not None:
            raise Refused("EXTENDED_ALREADY", text("repairs.refused.extended_already"))
        if now.due_on is not None and now.due_on < timezone.localdate():
            raise Refused("EXTENDED_TOO_LATE", text("repairs.refused.extended_too_late"))
        later = due(looking.regime_of(now.regime).extension, now.due_on) if now.due_on else None
        Repair.objects.filter(pk=now.pk).update(extended_at=timezone.now(), extended_because=words, due_on=later)
        move(now, "extend", by=by, because=words, before=now.due_on, due_on=later)
        now.due_on = later
        saying.tell_applicant(now, "extended", due=saying.due_text(now))
    repair.refresh_from_db()


def _decided(repair: Repair, words: str, by: Standing) -> None:
    Repair.objects.filter(pk=repair.pk).update(words=words, decided_at=timezone.now(), decided_by=by.label, decided_user=by.user_id)
