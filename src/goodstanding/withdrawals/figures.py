"""How fast departments take down what no longer stands: numbers that open the rows they count. Of departments, never of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.withdrawals.finding import seen_by
from goodstanding.withdrawals.models import BY_TIMING, TIMINGS


@dataclass(frozen=True, slots=True)
class Line:
    """One department in one year; ``counts`` by timing, in takings down, and the records they ended."""

    department: Department
    counts: dict[str, int]
    records: int


def years(standing: Standing) -> list[int]:
    """Those in which something was taken down, the latest first."""
    return [day.year for day in seen_by(standing).order_by().datetimes("at", "year", order="DESC")]


def lines(standing: Standing, year: int) -> list[Line]:
    """By department, in the order of their names."""
    found = seen_by(standing).filter(at__year=year).order_by()
    counted: list[Any] = list(
        found.values("department_id").annotate(
            total=Sum("records"), **{name: Count("pk", filter=condition) for name, condition in BY_TIMING.items()}
        )
    )
    departments = Department.objects.in_bulk([row["department_id"] for row in counted])
    made = [Line(departments[row["department_id"]], {name: row[name] for name in TIMINGS}, row["total"]) for row in counted]
    return sorted(made, key=lambda line: line.department.name)
