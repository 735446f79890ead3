"""False papers: no repair is applied for until a day. What had been repaired stays ended, for ended is final: showing it again would
need a new decision of the department, and so a new record.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.ledger.writing import write
from goodstanding.repairs import looking, saying
from goodstanding.repairs.accepting import reasons
from goodstanding.repairs.locking import locked, not_own
from goodstanding.repairs.models import Bar, Repair
from goodstanding.rules.events import Event
from goodstanding.rules.repairing import barred_until
from goodstanding.ui.days import written


def bar(repair: Repair, *, because: str, by: Standing) -> Bar:
    """From today; the organisation is told until when, why, and what it can do about it."""
    require(by, "decide_repair", repair)
    with transaction.atomic():
        now = locked(repair, "bar")
        not_own(now, by)
        words, today = reasons(because), timezone.localdate()
        until = barred_until(today, looking.regime_of(now.regime), looking.catalogue())
        Repair.objects.filter(pk=now.pk).update(
            words=words, decided_at=now.decided_at or timezone.now(), decided_by=now.decided_by or by.label,
            decided_user=now.decided_user if now.decided_by else by.user_id,
        )  # fmt: skip
        move(now, "bar", by=by, because=words, until=until)
        made = Bar.objects.create(organisation_id=now.organisation_id, repair=now, since=today, until=until, because=words, by=by.label)
        saying.tell_applicant(now, "barred", until=written(until))
    repair.refresh_from_db()
    return made


def lift(repair: Repair, *, because: str, by: Standing) -> None:
    """Nothing was false after all, on review or by a court: from today repair may be applied for again. That there was a bar stays."""
    require(by, "extend_repair", repair)
    with transaction.atomic():
        found = Bar.objects.select_for_update().filter(repair=repair, lifted_on__isnull=True).first()
        if found is None:
            raise conflict()
        words = reasons(because)
        Bar.objects.filter(pk=found.pk).update(lifted_on=timezone.localdate(), lifted_by=by.label, lifted_because=words)
        write(Event.REPAIR_BAR_LIFTED, repair, by=by, because=words)
        saying.tell_applicant(repair, "bar_lifted")
