"""Working days in China: weekends, holidays, and the weekends that are worked instead (调休)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


class UnknownYear(LookupError):  # noqa: N818 (it is the answer: unknown)
    """No notice of the State Council for that year is in the calendar: the answer is unknown, never guessed."""


@dataclass(frozen=True)
class Calendar:
    """``off`` and ``worked`` are the days that differ from Monday-to-Friday; ``years`` are those whose notice is known."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]

    def working_day(self, day: date) -> bool:
        """Whether offices work that day; raises :class:`UnknownYear`."""
        if day.year not in self.years:
            raise UnknownYear(day.year)
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def plus(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``; ``start`` itself is not counted. Raises :class:`UnknownYear`."""
        day = start
        while count:
            day += timedelta(days=1)
            count -= self.working_day(day)
        return day
