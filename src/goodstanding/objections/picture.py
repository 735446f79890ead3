"""The clocks of a case as numbers for a picture: where on a line each day stands, and how many working days had gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import working_days_left
from goodstanding.objections import clocking
from goodstanding.objections.models import Objection


@dataclass(frozen=True, slots=True)
class Point:
    """A day: what happened, or is due. ``working``: working days after the case came in; None where the calendar does not reach."""

    number: int
    name: str
    day: date
    working: int | None
    place: float
    due: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The line in per cent: the points, and how far today is."""

    points: tuple[Point, ...]
    today: float
    over: bool


def draw(objection: Objection, today: date | None = None) -> Picture:
    """What has happened in the order of the days, then what is due."""
    now = today or timezone.localdate()
    start = timezone.localdate(objection.filed_at)
    marks = sorted(_happened(objection) + _due(objection), key=lambda one: (one[1], one[2]))
    over = objection.closed_at is not None
    last = max([day for _, day, _ in marks] + ([] if over else [now]))
    length = max((last - start).days, 1)
    known = calendar()

    def place(day: date) -> float:
        return round(3 + 94 * min(max((day - start).days / length, 0.0), 1.0), 2)

    points = tuple(
        Point(n, name, day, working_days_left(day, start, known=known), place(day), due, due and day < now)
        for n, (name, day, due) in enumerate(marks, 1)
    )
    return Picture(points, place(now), over)


def _happened(objection: Objection) -> list[tuple[str, date, bool]]:
    inquiries = list(objection.inquiries.all())
    moments = [("filed", objection.filed_at), ("marked", objection.accepted_at)]
    moments += [("forwarded", min((one.asked_at for one in inquiries), default=None))]
    moments += [("answered", max((one.answered_at for one in inquiries if one.answered_at and one.state != "asked"), default=None))]
    moments += [(objection.state, objection.closed_at)]
    return [(name, timezone.localdate(moment), False) for name, moment in moments if moment is not None]


def _due(objection: Objection) -> list[tuple[str, date, bool]]:
    if objection.closed_at is not None or clocking.is_paused(objection):
        return []
    asked = [one.due_on for one in objection.inquiries.all() if one.state == "asked" and one.due_on]
    days = [("accept_by", objection.step_on if objection.state == "filed" else None)]
    days += [("forward_by", objection.step_on if objection.state == "accepted" else None)]
    days += [("answer_by", min(asked, default=None)), ("decide_by", objection.due_on)]
    return [(name, day, True) for name, day in days if day is not None]
