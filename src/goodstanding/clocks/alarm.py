"""The alarm: the coming year has no calendar, or deadlines cannot be computed. Never a guess, so somebody has to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.tasks import waiting
from goodstanding.ledger.standing import SYSTEM
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar

TERM = "calendar_alarm"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``years``: those without a calendar that a deadline may soon fall in; ``unknown``: open deadlines that cannot be computed."""

    years: tuple[int, ...]
    unknown: int

    def __bool__(self) -> bool:
        return bool(self.years or self.unknown)


def alarm(today: date | None = None) -> Alarm:
    """What is missing today."""
    return Alarm(missing(calendar(), today or timezone.localdate()), unknown())


def missing(known: Calendar, today: date) -> tuple[int, ...]:
    """Years within reach of today's deadlines that have no calendar."""
    ahead = today + timedelta(days=load(settings.CITY_CATALOGUE).terms[TERM].count)
    return tuple(year for year in range(today.year, ahead.year + 1) if year not in known.years)


def unknown() -> int:
    """Open deadlines of anybody that cannot be computed."""
    return sum(not task.known for task in waiting(SYSTEM))
