"""How fresh each department's data are. Late is computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

HANDED_IN = ("submission:entered", "submission:nothing")
"""What counts as having handed in: rows that entered, or the word that there are none."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """One feed today. ``last`` is None where nothing ever came; ``due_on`` is the last day by which the next has to come."""

    department_id: int
    department: str
    department_en: str
    kind: str
    every_days: int
    last: datetime | None
    due_on: date
    late: bool


def freshness(today: date | None = None, *, department_id: int | None = None) -> list[Freshness]:
    """Every feed in force today (or one department's), the latest overdue first."""
    today = today or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.name, d.name_en, f.kind, f.every_days, f.starts_on, heard.at"
            " FROM departments_feed f JOIN departments_department d ON d.id = f.department_id"
            " LEFT JOIN LATERAL (SELECT e.at FROM ledger_entry e WHERE e.department_id = d.id AND e.event = ANY(%s)"
            "   AND e.data->>'kind' = f.kind ORDER BY e.id DESC LIMIT 1) heard ON true"
            " WHERE f.starts_on <= %s AND (f.ends_on IS NULL OR f.ends_on >= %s) AND (%s::bigint IS NULL OR d.id = %s)",
            [[str(event) for event in HANDED_IN], today, today, department_id, department_id],
        )
        found = [_judged(*row, today=today) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.due_on, one.department, one.kind))


def _judged(
    pk: int, name: str, name_en: str, kind: str, every_days: int, starts_on: date, last: datetime | None, *, today: date
) -> Freshness:
    begun = timezone.localtime(last).date() if last else starts_on
    due_on = begun + timedelta(days=every_days)
    return Freshness(pk, name, name_en, kind, every_days, last, due_on, today > due_on)
