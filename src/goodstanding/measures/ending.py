"""终止: a measure ends before its day, for a reason, at once; one, or everything that rested on what is gone, in the same statements."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write_many
from goodstanding.measures import telling
from goodstanding.measures.locking import locked, locked_adoption
from goodstanding.measures.models import ENDINGS, Adoption, Adoptions, Application, Applications
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

LONGEST = 1000
_ENTRY = """
    SELECT 'measures.application', id, department_id, jsonb_build_object('action', %s::text, 'to', %s::text, 'because', %s::text)
    FROM measures_application WHERE id = ANY(%s)
"""
_ADOPTION = """
    SELECT 'measures.adoption', id, department_id, jsonb_build_object('action', 'end', 'to', 'ended', 'because', %s::text)
    FROM measures_adoption WHERE id = ANY(%s)
"""


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
    with transaction.atomic(), connection.cursor() as cursor:
        found = applications.alive().select_for_update(of=("self",)).order_by("pk")
        chosen = dict(found.values_list("pk", "state"))
        applied = [one for one, state in chosen.items() if state == "applied"]
        open_ones = [one for one, state in chosen.items() if state != "applied"]
        today = timezone.localdate()
        if applied:
            Application.everything.filter(pk__in=applied).update(
                state="ended", ended_on=today, ended_because=because, ended_words=words
            )  # fmt: skip
            write_many(cursor, Event.APPLICATION_ENDED, _ENTRY, ["end", "ended", because, applied], by=by, because=words)
        if open_ones:
            Application.everything.filter(pk__in=open_ones).update(state="dropped", ended_on=today, ended_words=words)
            write_many(cursor, Event.APPLICATION_DROPPED, _ENTRY, ["drop", "dropped", because, open_ones], by=by, because=words)
        telling.tell_over(applied, open_ones)
    return len(chosen)


def adoptions_over(adoptions: Adoptions, *, words: str, by: Standing) -> int:
    """Those adopted end because their basis is gone; those proposed are declined. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = adoptions.filter(state__in=("proposed", "adopted")).select_for_update(of=("self",)).order_by("pk")
        chosen = dict(found.values_list("pk", "state"))
        held = [one for one, state in chosen.items() if state == "adopted"]
        open_ones = [one for one, state in chosen.items() if state == "proposed"]
        today = timezone.localdate()
        Adoption.everything.filter(pk__in=held).update(state="ended", ended_on=today, ended_because="basis", ended_words=words)
        Adoption.everything.filter(pk__in=open_ones).update(state="declined", ended_on=today, ended_words=words)
        write_many(cursor, Event.MEASURE_ENDED, _ADOPTION, ["basis", held], by=by, because=words)
        declined = _ADOPTION.replace("'end'", "'decline'").replace("'ended'", "'declined'")
        write_many(cursor, Event.MEASURE_DECLINED, declined, ["basis", open_ones], by=by, because=words)
        for one in Adoption.everything.filter(pk__in=chosen).select_related("department", "kind"):
            telling.tell_department(one, "measure_ended")
    return len(chosen)


def _said(because: str) -> str:
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("REASONS_MISSING", text("measures.refused.reasons_missing"))
    return words
