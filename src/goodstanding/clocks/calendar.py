"""The calendar of working days: the catalogue's, with the years the desk has set laid over it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Max

from goodstanding.clocks.models import WorkdayYear
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar


def calendar() -> Calendar:
    """As it is now, in every process: what was set a moment ago counts at once."""
    # The count too: of two that are set at once the lower number may become visible after the higher.
    newest = WorkdayYear.objects.aggregate(newest=Max("id"), rows=Count("id"))
    shipped = load(settings.CITY_CATALOGUE).calendar
    return _laid_over(shipped, newest["newest"], newest["rows"]) if newest["newest"] else shipped


@lru_cache(maxsize=4)
def _laid_over(shipped: Calendar, newest: int, rows: int) -> Calendar:  # noqa: ARG001 - what it is remembered by
    return laid_over(shipped, in_force())


def catalogue() -> Catalogue:
    """The city's catalogue with this calendar in it, for what takes a catalogue as a whole (the pipeline's checks)."""
    return replace(load(settings.CITY_CATALOGUE), calendar=calendar())


def in_force() -> dict[int, WorkdayYear]:
    """The newest row of each year the desk has set."""
    return {one.year: one for one in WorkdayYear.objects.order_by("year", "-id").distinct("year")}


def laid_over(shipped: Calendar, years: dict[int, WorkdayYear]) -> Calendar:
    """The desk's word on a year replaces the catalogue's for the whole of that year."""
    off = {day for day in shipped.off if day.year not in years}
    worked = {day for day in shipped.worked if day.year not in years}
    for one in years.values():
        off |= one.days()[0]
        worked |= one.days()[1]
    return Calendar(frozenset(off), frozenset(worked), shipped.years | frozenset(years))
