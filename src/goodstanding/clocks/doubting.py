"""What cannot be a year's calendar: every deadline is counted by it, so nonsense is refused with a sentence for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from goodstanding.clocks.reading import Stretch
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

MOST_OFF = 45
MOST_WORKED = 15
"""More than any notice since 2007 had (33 days off in 2026, 12 worked in 2013), with room to spare."""
# 全国年节及纪念日放假办法（2024年修订）第二条: 元旦，放假1天（1月1日）；劳动节，放假2天（5月1日、2日）；国庆节，放假3天（10月1日至3日）.
# The others follow the lunar calendar.
FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
FIXED_SINCE = 2025
LEAST_OFF = 13
"""「全体公民放假的节日」 of art. 2 together, since 2025."""


def doubts(year: int, off: list[Stretch], worked: list[Stretch]) -> list[tuple[str, Text]]:
    """(field, sentence) for each thing that cannot be; empty where the calendar is plausible."""
    days_off = {day for one in off for day in one.days}
    days_worked = {day for one in worked for day in one.days}
    return [*_of_another_year(year, days_off, days_worked), *_off(year, off, days_off, days_worked), *_worked(days_worked, days_off)]


def _of_another_year(year: int, off: set[date], worked: set[date]) -> Iterator[tuple[str, Text]]:
    for name, days in (("off", off), ("worked", worked)):
        others = sorted(day for day in days if day.year != year)
        if others:
            # A notice may end a holiday in the last days of the year before: they are set in that year's calendar.
            yield name, text("clocks.doubts.other_year", day=written(others[0]), other=others[0].year, year=year)


def _off(year: int, stretches: list[Stretch], days: set[date], worked: set[date]) -> Iterator[tuple[str, Text]]:
    for one in stretches:
        if all(day.weekday() >= 5 for day in one.days):
            yield "off", text("clocks.doubts.weekend", day=written(one.first))
    if len(days) > MOST_OFF:
        yield "off", text("clocks.doubts.too_many_off", n=len(days), most=MOST_OFF)
    if year >= FIXED_SINCE:
        fixed = [date(year, month, day) for month, day in FIXED]
        missing = [day for day in fixed if day not in days and (day.weekday() < 5 or day in worked)]
        if missing:
            yield "off", text("clocks.doubts.missing", day=written(missing[0]))
        elif len(days) < LEAST_OFF:
            yield "off", text("clocks.doubts.too_few_off", n=len(days), least=LEAST_OFF)


def _worked(worked: set[date], off: set[date]) -> Iterator[tuple[str, Text]]:
    for day in sorted(worked):
        if day in off:
            yield "worked", text("clocks.doubts.both", day=written(day))
        elif day.weekday() < 5:
            yield "worked", text("clocks.doubts.weekday", day=written(day))
    if len(worked) > MOST_WORKED:
        yield "worked", text("clocks.doubts.too_many_worked", n=len(worked), most=MOST_WORKED)
