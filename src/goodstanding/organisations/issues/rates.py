"""Wrong-code, duplicate-code and correction rates of departments, by month: what stands above the line, what below, and never a score.

Definitions are data (``catalogue/code_rates.toml``). Departments are measured; organisations are not.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.organisations.issues.listing import NOBODY, Issues, following, midnight
from goodstanding.organisations.models import CodeIssue, Registrar
from goodstanding.rules.returns import Rate, rates

KEPT_FOR = 600
"""Seconds for which the number of codes in force is not counted anew."""
# Codes in force at the end of the month as far as was known then, by what a registrar is known by: a few hundred groups of millions.
_LIVE = """
    FROM organisations_identifier known JOIN organisations_organisation body ON body.id = known.organisation_id
    WHERE known.kind = 'uscc' AND known.known_from < %(end)s AND (known.known_until IS NULL OR known.known_until >= %(end)s)
        AND (known.valid_from IS NULL OR known.valid_from < %(day)s) AND (known.valid_until IS NULL OR known.valid_until >= %(day)s)
"""
_REGISTRAR = """
    (SELECT department_id FROM organisations_registrar one
     WHERE one.authority = {authority} AND one.district IN ('', {district}) ORDER BY one.district DESC LIMIT 1)
"""
_AUTHORITY, _DISTRICT = "substr(known.value, 1, 1)", "coalesce(nullif(body.district, ''), substr(known.value, 3, 6))"
_IN_FORCE = f"""
    SELECT department_id, sum(n)::bigint FROM (
        SELECT n, {_REGISTRAR.format(authority="code.authority", district="code.district")} AS department_id
        FROM (SELECT {_AUTHORITY} AS authority, {_DISTRICT} AS district, count(*) AS n {_LIVE} GROUP BY 1, 2) code
    ) owned WHERE department_id IS NOT NULL GROUP BY department_id
"""
_CODES_BELOW = f"""
    SELECT known.value, body.name {_LIVE} AND known.value > %(after)s
        AND {_REGISTRAR.format(authority=_AUTHORITY, district=_DISTRICT)} = %(department)s
    ORDER BY known.value LIMIT %(limit)s
"""
_OPEN_CODES = """
    FROM organisations_codeissue issue
    WHERE issue.kind = ANY(%(kinds)s) AND issue.department_id IS NOT NULL AND issue.opened_at < %(end)s
        AND (issue.closed_at IS NULL OR issue.closed_at >= %(end)s) AND issue.state NOT IN ('kept', 'dismissed')
"""
_CODES = f"""
    SELECT department_id, count(*), count(*) FILTER (WHERE NOT held) FROM (
        SELECT DISTINCT issue.department_id, issue.code, EXISTS (
            SELECT 1 FROM organisations_identifier known WHERE known.value = issue.code AND known.kind = 'uscc'
                AND known.known_from < %(end)s AND (known.known_until IS NULL OR known.known_until >= %(end)s)
                AND (known.valid_until IS NULL OR known.valid_until >= %(day)s)) AS held
        {_OPEN_CODES}
    ) code GROUP BY department_id
"""
_OPENED = """
    SELECT department_id, count(*) FILTER (WHERE state = 'corrected'), count(*) FROM organisations_codeissue
    WHERE kind = ANY(%(kinds)s) AND department_id IS NOT NULL AND opened_at >= %(start)s AND opened_at < %(end)s
        AND state NOT IN ('kept', 'dismissed')
    GROUP BY department_id
"""


class Code(NamedTuple):
    """A code in force and whose it is."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate of one department in one month. ``share`` is None where there is nothing to divide by: that is unknown, not nought."""

    rate: Rate
    department: Department
    above: int
    below: int

    @property
    def share(self) -> float | None:
        """Above by below."""
        return self.above / self.below if self.below else None


def months(today: date | None = None, count: int = 13) -> list[date]:
    """First days of this month and those before it."""
    today = today or timezone.localdate()
    counted = [today.year * 12 + today.month - 1 - back for back in range(count)]
    return [date(one // 12, one % 12 + 1, 1) for one in counted]


def figures(month: date, standing: Standing) -> list[Figure]:
    """Every rate of every department that registers somebody, or was asked something; a department sees its own."""
    seen = Department.objects.filter(Q(registers__isnull=False) | Q(code_issues__isnull=False))
    departments = list((seen if standing.is_centre else seen.filter(pk=standing.department_id or NOBODY)).distinct())
    in_force = cache.get_or_set(f"codes-in-force-{month}-{_registrars()}", lambda: _in_force(month), KEPT_FOR) or {}
    with connection.cursor() as cursor:
        return [figure for rate in rates(settings.CITY_CATALOGUE) for figure in _figures(cursor, rate, departments, month, in_force)]


def _in_force(month: date) -> dict[int, int]:
    """Codes in force by registering department: a pass over the whole register, so it is kept for a while."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, _moments(month))
        return dict(cursor.fetchall())


def _registrars() -> int:
    """Changes when the table of registrars does, so that nobody reads figures of another table."""
    named = Registrar.objects.order_by("pk").values_list("authority", "district", "department_id")
    return zlib.crc32(repr(list(named)).encode())


def _figures(cursor: CursorWrapper, rate: Rate, departments: list[Department], month: date, in_force: dict[int, int]) -> Iterator[Figure]:
    """A code above the line that is not on the register stands below it too, or a rate could pass one."""
    cursor.execute({"codes": _CODES, "opened": _OPENED}[rate.of], _moments(month) | {"kinds": list(rate.kinds)})
    counted = {department: (above, other) for department, above, other in cursor.fetchall()}
    for department in departments:
        above, other = counted.get(department.pk, (0, 0))
        yield Figure(rate, department, above, other + (in_force.get(department.pk, 0) if rate.of == "codes" else 0))


def rows_behind(rate: Rate, department: Department, month: date, part: str) -> Issues:
    """The issues a figure was counted from; of several about one code each is here, and the figure counts the code once."""
    start, end = midnight(month), midnight(following(month))
    found = CodeIssue.objects.filter(department=department, kind__in=rate.kinds).exclude(state__in=("kept", "dismissed"))
    if rate.of == "codes":
        found = found.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=end), opened_at__lt=end)
    else:
        found = found.filter(opened_at__gte=start, opened_at__lt=end)
        found = found.filter(state="corrected") if part == "above" else found
    return found.select_related("department", "organisation", "other").order_by("code", "pk")


def codes_below(department: Department, month: date, *, after: str, limit: int) -> list[Code]:
    """The codes in force below the line, a page of them in their own order."""
    with connection.cursor() as cursor:
        cursor.execute(_CODES_BELOW, _moments(month) | {"department": department.pk, "after": after, "limit": limit})
        return [Code(*row) for row in cursor.fetchall()]


def _moments(month: date) -> dict[str, Any]:
    """The month's first moment, the moment after it, and that moment's day; of this month the end is not yet known."""
    return {"start": midnight(month), "end": midnight(following(month)), "day": following(month)}
