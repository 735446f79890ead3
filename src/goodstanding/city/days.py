"""Working days of the years before today: decisions are dated on them."""

from __future__ import annotations

from datetime import date, timedelta

from goodstanding.rules.workdays import Calendar


def working_days(calendar: Calendar, today: date, back: int = 900) -> list[date]:
    """The working days of the last ``back`` days up to the day before ``today``, oldest first.

    Years the calendar does not know raise ``UnknownYear``: give the city a day it can know.
    """
    days = (today - timedelta(days=ago) for ago in range(back, 0, -1))
    return [day for day in days if calendar.working_day(day)]


def slashed(day: date) -> str:
    """YYYY/MM/DD, as the 2018 standard writes it."""
    return f"{day.year}/{day.month:02d}/{day.day:02d}"


def spoken(day: date) -> str:
    """2026年3月5日, as a decision writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def years_after(day: date, years: int) -> date:
    """The same day that many years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
