"""Before a clock runs out, whoever answers for it is told: once for each case and day, by dates, whoever asks and how often."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import back_working
from goodstanding.clocks.tasks import Task, waiting
from goodstanding.departments.standing import SYSTEM
from goodstanding.desk.models import Escalation
from goodstanding.ledger.writing import write_many
from goodstanding.notices.telling import holders, tell
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

TERM = "escalation"
_WRITTEN = """
    INSERT INTO desk_escalation (subject, subject_id, due_on, zh, en, what_zh, what_en, url, department_id, superior, told)
    SELECT subject, subject_id, due_on, zh, en, what_zh, what_en, url, department_id, %s::text, %s::bigint[]
    FROM jsonb_to_recordset(%s::jsonb) AS task (subject text, subject_id text, due_on date, zh text, en text, what_zh text, what_en text,
        url text, department_id bigint)
    ORDER BY subject, subject_id, due_on ON CONFLICT (subject, subject_id, due_on) DO NOTHING RETURNING id
"""
_ENTRY = """
    SELECT subject, subject_id, department_id, jsonb_build_object('due_on', due_on, 'superior', superior, 'told', to_jsonb(told))
    FROM desk_escalation WHERE id = ANY(%s)
"""


def escalate(today: date | None = None) -> int:
    """Every open task whose clock runs out within the term, or has; returns how many were brought up now."""
    today = today or timezone.localdate()
    found = sorted(at_its_end(today), key=lambda task: (task.department_id or 0, task.subject, task.subject_id))
    return sum(_bring_up(department, list(group)) for department, group in groupby(found, key=lambda task: task.department_id))


def at_its_end(today: date) -> list[Task]:
    """Counted back in working days; where the calendar does not reach back, from the day itself: never guessed, never lost."""
    open_now = [(task, task.due_on) for task in waiting(SYSTEM) if task.due_on is not None]
    count, known = load(settings.CITY_CATALOGUE).terms[TERM].count, calendar()
    begins = {day: back_working(day, count, known=known) or day for day in {due_on for _, due_on in open_now}}
    nearly = [(task, due_on) for task, due_on in open_now if begins[due_on] <= today]
    done = set(Escalation.objects.filter(due_on__in={day for _, day in nearly}).values_list("subject", "subject_id", "due_on"))
    return [task for task, due_on in nearly if (task.subject, task.subject_id, due_on) not in done]


def superiors(department: int | None) -> tuple[str, list[int]]:
    """The department's head; for the centre's own work its director; where nobody is appointed, the administrators hear of it."""
    role = "director" if department is None else "head"
    found = holders(role, department)
    return (role, found) if found else ("administrator", holders("administrator"))


def _bring_up(department: int | None, tasks: list[Task]) -> int:
    """One department's: rows, entries and one notice stand or fall together. Of two at once the second finds nothing to write."""
    superior, people = superiors(department)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [superior, people, json.dumps([_row(task) for task in tasks])])
        new = [number for (number,) in cursor.fetchall()]
        if not new:
            return 0
        write_many(cursor, Event.CASE_ESCALATED, _ENTRY, [new], by=SYSTEM)
        _tell(superior, people, list(Escalation.objects.filter(pk__in=new).order_by("due_on", "pk")))
    return len(new)


def _tell(superior: str, people: list[int], new: list[Escalation]) -> None:
    """One case by its number; several at once as one notice, because forty mails are read less than one."""
    first, url = new[0], reverse("desk:escalations")
    if superior == "administrator":
        tell(people, "desk.escalated.nobody", url=url, n=len(new), department=_named(first))
    elif len(new) == 1:
        number, what = Text(first.zh, first.en), Text(first.what_zh, first.what_en)
        tell(people, "desk.escalated.one", url=url, number=number, what=what, due=written(first.due_on))
    else:
        tell(people, "desk.escalated.several", url=url, n=len(new), due=written(first.due_on))


def _named(one: Escalation) -> Text:
    if one.department is None:
        return text("desk.centre")
    return Text(one.department.name, one.department.name_en or one.department.name)


def _row(task: Task) -> dict[str, Any]:
    return {
        "subject": task.subject, "subject_id": task.subject_id, "due_on": str(task.due_on), "zh": task.title.zh, "en": task.title.en,
        "what_zh": task.what.zh, "what_en": task.what.en, "url": task.url, "department_id": task.department_id,
    }  # fmt: skip
