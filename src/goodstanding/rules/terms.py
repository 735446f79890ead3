"""When something is due. 民法典 arts 200-203: the start day is not counted; months end on the day of the same number or the
month's last day; an end on a holiday moves to the next working day. Deadlines move, publication periods do not.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from goodstanding.rules.catalogue import Term
from goodstanding.rules.workdays import Calendar, UnknownYear

__all__ = ["Calendar", "Term", "UnknownYear", "due_on", "months_after"]


def due_on(start: date, term: Term, calendar: Calendar) -> date:
    """The last day in time. Raises :class:`UnknownYear` where the calendar does not reach: a deadline is never guessed."""
    if term.unit == "working":
        return calendar.plus(start, term.count)
    end = months_after(start, term.count) if term.unit == "month" else start + timedelta(days=term.count)
    while not calendar.working_day(end):
        end += timedelta(days=1)
    return end


def months_after(start: date, months: int) -> date:
    """The day of the same number ``months`` later, or that month's last; never past 2099-12-31, the standard's open end."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > 2099:
        return date(2099, 12, 31)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
