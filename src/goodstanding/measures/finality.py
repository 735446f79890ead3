"""When can nobody contest a decision any more? Only then may a restriction rest on it.

浙江省公共信用信息管理条例 art. 11: 在法定期限内未提起行政复议、行政诉讼，或者经行政复议、行政诉讼最终维持原决定的.
行政复议法 art. 20: 六十日内.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import due
from goodstanding.measures.catalogue import laws
from goodstanding.measures.installing import REVIEW
from goodstanding.records.models import Mark, Record
from goodstanding.rules.workdays import Calendar

PROCEEDINGS = ("review", "lawsuit")


def final(record: Record, day: date) -> bool:
    """Whether the decision is final that day: the time to seek review is over, and no review and no lawsuit is open."""
    since = final_from(record)
    return since is not None and since <= day


def final_from(record: Record) -> date | None:
    """The first day it is final; None while proceedings are open, or where the calendar does not reach and nobody can say."""
    marks = Mark.objects.filter(record=record, kind__in=PROCEEDINGS)
    if marks.filter(lifted_at__isnull=True).exists():
        return None
    over = first_day(record.decided_on)
    if over is None:
        return None
    lifted = marks.aggregate(last=Max("lifted_at"))["last"]
    return max(over, timezone.localdate(lifted)) if lifted else over


def first_day(decided_on: date, *, known: Calendar | None = None) -> date | None:
    """The first day after the time to seek review; in a year without a calendar, after the first working day surely later."""
    days = known or calendar()
    last = due(REVIEW, decided_on, known=days) or _surely_over(decided_on, days)
    return last + timedelta(days=1) if last else None


def cutoff(day: date) -> date | None:
    """The latest day of decision that is final on ``day`` as far as time goes; None: the calendar knows no such day."""
    days = calendar()
    earliest = date(min(days.years), 1, 1) if days.years else day
    decided = day
    while decided > earliest - timedelta(days=366):
        decided -= timedelta(days=1)
        since = first_day(decided, known=days)
        if since is not None and since <= day:
            return decided
    return None


def _surely_over(decided_on: date, days: Calendar) -> date | None:
    """An end in a year without a calendar moves to a working day nobody knows, never past the next known year's first: that day is safe."""
    plain = decided_on + timedelta(days=laws().terms[REVIEW].count)
    year = min((one for one in days.years if one > plain.year), default=None)
    if year is None:
        return None
    first = date(year, 1, 1)
    while not days.working_day(first):
        first += timedelta(days=1)
    return first
