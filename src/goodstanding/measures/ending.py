"""终止: a measure ends before its day, for a reason, at once; one, or everything that rested on what is gone, in the same statements."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.moving import move, move_many
from goodstanding.measures import telling
from goodstanding.measures.locking import locked, locked_adoption
from goodstanding.measures.models import ENDINGS, Adoption, Adoptions, Application, Applications
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

LONGEST = 1000


def end(application: Application, because: str, *, by: Standing) -> None:
    """By the department that applied it."""
    require(by, "propose_application", application)
    words = _said(because)
    with transaction.atomic():
        now = locked(application, "end")
        Application.everything.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_because="department", ended_words=words)
        move(now, "end", by=by, because=words, ground="department")
        telling.tell_subject(now, "ended")
    application.refresh_from_db()


def drop(application: Application, because: str, *, by: Standing) -> None:
    """An open case is over without a measure; the organisation is told where it had been told of it."""
    require(by, "propose_application", application)
    words = _said(because)
    with transaction.atomic():
        now = locked(application, "drop")
        Application.everything.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_words=words)
        move(now, "drop", by=by, because=words)
        if now.notified_on:
            telling.tell_subject(now, "dropped")
    application.refresh_from_db()


def end_adoption(adoption: Adoption, because: str, *, by: Standing) -> int:
    """The department no longer applies this measure; what it has applied ends with it. Returns how many."""
    require(by, "adopt_measure", adoption)
    words = _said(because)
    with transaction.atomic():
        now = locked_adoption(adoption, "end")
        Adoption.everything.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_because="department", ended_words=words)
        move(now, "end", by=by, because=words, ground="department")
        over = over_many(Application.everything.filter(kind=now.kind, department=now.department), because="measure", words=words, by=SYSTEM)
        telling.tell_department(now, "measure_ended")
    adoption.refresh_from_db()
    return over


def over_many(applications: Applications, *, because: str, words: str, by: Standing) -> int:
    """Those applied end, those still open are dropped: in a few statements, however many. Returns how many."""
    assert because in ENDINGS  # noqa: S101 - a programming error
    today = timezone.localdate()
    over: dict[str, Any] = {"by": by, "because": words, "data": {"ground": because}, "ended_on": today, "ended_words": words}
    with transaction.atomic():
        ended = move_many(applications.alive(), "end", **over, ended_because=because)
        dropped = move_many(applications, "drop", **over)
        telling.tell_over(ended, dropped)
    return len(ended) + len(dropped)


def adoptions_over(adoptions: Adoptions, *, words: str, by: Standing) -> int:
    """Those adopted end because their basis is gone; those proposed are declined. Returns how many."""
    over: dict[str, Any] = {"by": by, "because": words, "data": {"ground": "basis"}, "ended_on": timezone.localdate(), "ended_words": words}
    with transaction.atomic():
        gone = [*move_many(adoptions, "end", **over, ended_because="basis"), *move_many(adoptions, "decline", **over)]
        for one in Adoption.everything.filter(pk__in=gone).select_related("department", "kind"):
            telling.tell_department(one, "measure_ended")
    return len(gone)


def _said(because: str) -> str:
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("REASONS_MISSING", text("measures.refused.reasons_missing"))
    return words
