"""A suspension is lifted: the law or the measure counts again from today. A repeal is for good."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.laws import depending, telling
from goodstanding.laws.depending import Resumes
from goodstanding.laws.halting import LONGEST, lock
from goodstanding.laws.models import Halt
from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def lift(halt: Halt, because: str, *, by: Standing) -> Halt:
    """Whatever it paused goes on by its own dates. Raises ``Refused`` without a reason, ``Conflict`` where it cannot be (any more)."""
    require(by, "halt_basis")
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("LIFT_WORDS_MISSING", text("laws.refused.lift_words_missing"))
    with transaction.atomic():
        lock(halt.target, halt.code)
        now = Halt.objects.select_for_update().get(pk=halt.pk)
        repealed = Halt.objects.filter(target=now.target, code=now.code, kind="repealed", articles__in=("", now.articles))
        if now.kind != "suspended" or not now.is_open or repealed.exists():
            raise Conflict("NOTHING_TO_LIFT", text("laws.refused.nothing_to_lift"))
        now.lifted_on, now.lifted_at = timezone.localdate(), timezone.now()
        now.lifted_by, now.lifted_because = by.label, words
        now.save(update_fields=["lifted_on", "lifted_at", "lifted_by", "lifted_because"])
        for part in depending.parts():
            if isinstance(part, Resumes):
                part.resume(now, by=by)
        write(Event.LAW_RESUMED, now, by=by, because=words, data={"target": now.target, "code": now.code, "articles": now.articles})
        telling.begin(now, "lifted")
    return now
