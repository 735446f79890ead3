"""An inbox in order: overdue on top, then what is due next, then what should have a day and has none, then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.text import slugify

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import working_days_left
from goodstanding.clocks.tasks import Task, waiting
from goodstanding.departments.standing import SYSTEM, Standing

WHEN = ("overdue", "today", "week", "later", "unknown", "none")
"""Past its day; its last day; within seven days; after that; should have a day and none is known; has none."""
WEEK = timedelta(days=7)
_ORDER = {"overdue": 0, "today": 1, "week": 1, "later": 1, "unknown": 2, "none": 3}
OVERSEERS = frozenset({"head", "director"})


class Row(NamedTuple):
    """A task as the inbox shows it. ``left``: working days to its end, negative when past; None: not known."""

    task: Task
    when: str
    left: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; '' is everything. ``scope``: ``mine`` or ``all``; ``department``: a number, or ``centre``."""

    scope: str = "mine"
    kind: str = ""
    when: str = ""
    department: str = ""


def tasks(standing: Standing, scope: str) -> list[Task]:
    """``mine``: what this standing should do, or, for who answers for others, see done; ``all``: everything it may know of."""
    if scope == "all":
        return [task for task in waiting(SYSTEM) if _within(task, standing)]
    mine = waiting(standing)
    if standing.role in OVERSEERS:
        known = {identity(task) for task in mine}
        mine += [task for task in waiting(SYSTEM) if task.department_id == standing.department_id and identity(task) not in known]
    return mine


def _within(task: Task, standing: Standing) -> bool:
    return standing.is_centre or (standing.department_id is not None and task.department_id == standing.department_id)


def identity(task: Task) -> tuple[str, str, str]:
    """One case may ask for two things at once."""
    return task.subject, task.subject_id, kind(task)


def kind(task: Task) -> str:
    """The kind of work, as an address may carry it."""
    return _slug(task.what.en)


@lru_cache(maxsize=256)
def _slug(words: str) -> str:
    return slugify(words)


def when(task: Task, today: date) -> str:
    """Which of :data:`WHEN`: computed from days, never stored."""
    if task.due_on is None:
        return "none" if task.known else "unknown"
    if task.due_on < today:
        return "overdue"
    if task.due_on == today:
        return "today"
    return "week" if task.due_on <= today + WEEK else "later"


def rows(found: Iterable[Task], today: date) -> list[Row]:
    """In the inbox's order."""
    known, left = calendar(), dict[date, int | None]()
    made = []
    for task in found:
        if task.due_on is not None and task.due_on not in left:
            left[task.due_on] = working_days_left(task.due_on, today, known=known)
        made.append(Row(task, when(task, today), left[task.due_on] if task.due_on else None))
    return sorted(
        made, key=lambda row: (_ORDER[row.when], row.task.due_on or date.max, row.task.since, row.task.subject, row.task.subject_id)
    )


def chosen(found: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Those the filters leave."""
    return [
        row
        for row in found
        if (not wanted.kind or kind(row.task) == wanted.kind)
        and (not wanted.when or row.when == wanted.when)
        and (not wanted.department or str(row.task.department_id or "centre") == wanted.department)
    ]


def counts(found: Iterable[Row]) -> dict[str, int]:
    """How many fall due when, every one of :data:`WHEN` named."""
    counted = Counter(row.when for row in found)
    return {name: counted[name] for name in WHEN}
