"""Deadlines that are known or unknown, never guessed: None where the calendar does not reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.rules import terms
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar, UnknownYear


def due(term: str, start: date, *, known: Calendar | None = None) -> date | None:
    """The last day of a term of ``terms.toml``; 民法典 art. 201: the day it starts is not counted. ``known`` spares many a look."""
    try:
        return terms.due_on(start, load(settings.CITY_CATALOGUE).terms[term], known or calendar())
    except UnknownYear:
        return None


def plus_working(day: date, count: int, *, known: Calendar | None = None) -> date | None:
    """The ``count``-th working day after ``day``."""
    try:
        return (known or calendar()).plus(day, count)
    except UnknownYear:
        return None


def back_working(day: date, count: int, *, known: Calendar | None = None) -> date | None:
    """The ``count``-th working day before ``day``, which itself is not counted."""
    days = known or calendar()
    try:
        while count:
            day -= timedelta(days=1)
            count -= days.working_day(day)
    except UnknownYear:
        return None
    return day


def working_days_left(until: date, today: date, *, known: Calendar | None = None) -> int | None:
    """Working days after ``today`` up to ``until``: 0 on the last day; negative: so many have gone by since."""
    days = known or calendar()
    earlier, later = sorted((today, until))
    try:
        between = sum(days.working_day(earlier + timedelta(days=n)) for n in range(1, (later - earlier).days + 1))
    except UnknownYear:
        return None
    return between if until >= today else -between


def ago(term: str, now: datetime | None = None) -> datetime:
    """The moment from which whatever is older has outlived a term of ``terms.toml``: how long what nobody needs any more is kept."""
    limit, moment = load(settings.CITY_CATALOGUE).terms[term], timezone.localtime(now)
    if limit.unit == "month":
        return datetime.combine(terms.months_after(moment.date(), -limit.count), moment.time(), moment.tzinfo)
    return moment - timedelta(days=limit.count)
