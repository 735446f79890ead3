"""How objections went, by department and month: departments are measured, organisations never.

Each figure has its numerator and denominator; what stands behind them is for the centre.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import working_days_left
from goodstanding.departments.models import Department
from goodstanding.objections.models import Inquiry, Item

MONTHS = 12
GRANTED = ("correct", "end", "take_back", "add")


@dataclass(frozen=True, slots=True)
class Row:
    """One department in one month: decided parts, granted among them, answers, late among them, median working days of an answer."""

    department: Department
    filed: int
    decided: int
    granted: int
    asked: int
    late: int
    median: float | None


def months(today: date | None = None) -> list[date]:
    """This month and those before it, as their first days."""
    day = (today or timezone.localdate()).replace(day=1)
    return [_back(day, back) for back in range(MONTHS)]


def rows(month: date) -> list[Row]:
    """Every department that was concerned in that month, in the departments' own order: no ranking. As many queries for one as for all."""
    counts = [_counted(found(month)) for found in (filed, decided, granted, asked, late)]
    came, done, right, due, behind = counts
    took = _took(month)
    return [
        Row(
            department=one, filed=came[one.pk], decided=done[one.pk], granted=right[one.pk], asked=due[one.pk], late=behind[one.pk],
            median=median(took[one.pk]) if one.pk in took else None,
        )
        for one in Department.objects.filter(pk__in={department for counted in counts for department in counted}).order_by("name")
    ]  # fmt: skip


def filed(month: date) -> QuerySet[Item]:
    """Parts of cases that came in during that month."""
    return Item.objects.filter(_within("objection__filed_at", month), department__isnull=False).select_related("objection", "record")


def decided(month: date) -> QuerySet[Item]:
    """Parts that were decided in that month; what ended otherwise meanwhile was not decided here."""
    found = Item.objects.filter(_within("objection__decided_at", month), department__isnull=False, objection__state="decided")
    return found.exclude(outcome="otherwise").select_related("objection", "record")


def granted(month: date) -> QuerySet[Item]:
    """Of those, the ones the organisation was right about."""
    return decided(month).filter(outcome__in=GRANTED)


def asked(month: date) -> QuerySet[Inquiry]:
    """Inquiries whose answer was due in that month."""
    return (
        Inquiry.objects.filter(due_on__gte=month, due_on__lt=_following(month))
        .exclude(state="closed", answered_at=None)
        .select_related("objection")
    )


def late(month: date, today: date | None = None) -> QuerySet[Inquiry]:
    """Of those, the ones answered after their day, or not at all although it has gone by. Computed, never stored."""
    day = today or timezone.localdate()
    answered_late = Q(answered_on__gt=F("due_on")) & ~Q(state="asked")
    return asked(month).annotate(answered_on=TruncDate("answered_at")).filter(answered_late | Q(state="asked", due_on__lt=day))


def _counted(found: QuerySet[Item] | QuerySet[Inquiry]) -> Counter[int]:
    """Department -> how many."""
    return Counter(dict(found.order_by().values_list("department").annotate(Count("pk"))))


def _took(month: date) -> dict[int, list[int]]:
    """Department -> the working days of each answer, where the calendar reaches."""
    known, days = calendar(), defaultdict[int, list[int]](list)
    answered = asked(month).filter(state="answered", answered_at__isnull=False).values_list("department_id", "asked_at", "answered_at")
    for department, since, until in answered:
        spent = working_days_left(timezone.localdate(until), timezone.localdate(since), known=known)
        if spent is not None:
            days[department].append(spent)
    return days


def _within(field: str, month: date) -> Q:
    return Q(**{f"{field}__gte": _midnight(month), f"{field}__lt": _midnight(_following(month))})


def _back(month: date, count: int) -> date:
    year, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(year, number + 1, 1)


def _following(month: date) -> date:
    return _back(month, -1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
