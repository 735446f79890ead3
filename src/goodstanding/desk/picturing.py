"""A year as twelve small months, each day with what it is: off, worked, a weekend, or an ordinary day."""

from __future__ import annotations

from calendar import Calendar as Months
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

MONDAY_FIRST = Months(firstweekday=0)


class Day(NamedTuple):
    """``what``: off, worked, weekend, plain; '' outside the month. ``changed``: other than in the calendar that counts now."""

    number: int
    what: str
    changed: bool = False


class Month(NamedTuple):
    """Its number, and its weeks from Monday to Sunday."""

    number: int
    weeks: list[list[Day]]


def months(
    year: int, off: Collection[date], worked: Collection[date], before: tuple[Collection[date], Collection[date]] | None = None
) -> list[Month]:
    """The picture; ``before`` (off, worked) marks what would change."""
    return [
        Month(number, [_week(week, number, off, worked, before) for week in MONDAY_FIRST.monthdatescalendar(year, number)])
        for number in range(1, 13)
    ]


def _week(
    week: list[date], month: int, off: Collection[date], worked: Collection[date], before: tuple[Collection[date], Collection[date]] | None
) -> list[Day]:
    made = []
    for day in week:
        if day.month != month:
            made.append(Day(0, ""))
            continue
        now = what(day, off, worked)
        made.append(Day(day.day, now, before is not None and what(day, *before) != now))
    return made


def what(day: date, off: Collection[date], worked: Collection[date]) -> str:
    """What offices do that day."""
    if day in worked:
        return "worked"
    if day in off:
        return "off"
    return "weekend" if day.weekday() >= 5 else "plain"


def working_days(pictured: list[Month]) -> int:
    """How many days of the year are worked."""
    return sum(day.what in {"plain", "worked"} for month in pictured for week in month.weeks for day in week)
