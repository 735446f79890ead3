"""Rules that speak of nearly every row of an old file: late, no publication class, the source's own end, ended, not to be shown.

They look only at dates and listed values, so they are stated in SQL once more and whole files are answered in the sieve's pass,
without a closer look at any row. The plain functions of the same names are the reference.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from goodstanding.pipeline.reading import Reading
from goodstanding.pipeline.sql import any_of, literal, literals
from goodstanding.rules import publication
from goodstanding.rules.catalogue import Catalogue, Held, Kind, Rule
from goodstanding.rules.workdays import Calendar, UnknownYear

OPEN = "DATE '2099-12-31'"
READ_BY_WIDESPREAD = (
    "decision.date", "decision.category", "valid.until", "publish.until", "status", "secret", "publication.class", "publication.procedure",
)  # fmt: skip


NO_DETAIL = "true"
"""Stands for '': it takes the least room while rows wait."""


class Widespread(NamedTuple):
    """SQL: where the rule speaks, and the detail it gives there, or :data:`NO_DETAIL`."""

    speaks: str
    detail: str = NO_DETAIL

    @property
    def told(self) -> str:
        """SQL: NULL where the rule is silent."""
        return f"CASE WHEN {self.speaks} THEN {self.detail} END"

    def said(self, kept: str) -> str:
        """SQL for the detail as findings have it, out of a column that kept :attr:`told`."""
        return f"CASE WHEN {kept} THEN '' END" if self.detail == NO_DETAIL else f"CAST({kept} AS VARCHAR)"


class Asked(NamedTuple):
    """What a rule is stated over."""

    reading: Reading
    rule: Rule
    field: str
    kind: Kind
    catalogue: Catalogue
    today: date


@lru_cache(maxsize=8)
def due_days(calendar: Calendar, count: int, today: date) -> dict[date, date]:
    """Every day that is late on ``today``, and when it was due; days whose year the calendar does not know are left out."""
    found, day = {}, date(min(calendar.years), 1, 1)
    while day <= today:
        try:
            due = calendar.plus(day, count)
        except UnknownYear:
            due = date.max
        if due < today:
            found[day] = due
        day += timedelta(days=1)
    return found


def _ranges(days: list[date]) -> list[tuple[date, date]]:
    ranges: list[tuple[date, date]] = []
    for day in sorted(days):
        if ranges and day - ranges[-1][1] == timedelta(days=1):
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return ranges


def late_disclosure(asked: Asked) -> Widespread:
    """The detail is joined from :func:`due_days` when findings are written."""
    days = due_days(asked.catalogue.calendar, asked.catalogue.terms["disclose"].count, asked.today)
    day = asked.reading.day(asked.field)
    return Widespread(any_of(f"{day} BETWEEN DATE '{first}' AND DATE '{last}'" for first, last in _ranges(list(days))))


def permit_over(asked: Asked) -> Widespread:
    """Ended, but handed in as valid."""
    if asked.field != asked.rule.fields[0]:
        return Widespread("false")
    day, status = asked.reading.day(asked.field), asked.reading.text(asked.rule.fields[1])
    return Widespread(f"{day} < DATE '{asked.today}' AND {status} = '1'")


def claim_differs(asked: Asked) -> Widespread:
    """The claim against ``decision date + months of the class``, or the record's own end where the class has none."""
    claim, until = asked.reading.day(asked.field), _until(asked)
    return Widespread(f"{claim} <> {OPEN} AND {claim} <> {until}", until)


def class_missing(asked: Asked) -> Widespread:
    """A decision under today's regime, shown, without one of its classes."""
    regime = publication.regime_of(asked.kind.code, asked.today, asked.catalogue)
    if regime is None:
        return Widespread("false")
    day = asked.reading.day(asked.field)
    named = literals(value for one in regime.classes for value in one.values)
    missing = (
        f"{day} BETWEEN DATE '{regime.since}' AND DATE '{regime.until or date.max}' AND NOT coalesce({_klass(asked)} IN ({named}), false)"
    )
    endless = f"{_until(asked)} IS NULL" if regime.klass("").most is None else "false"
    return Widespread(f"{missing} AND {_ground(asked)} IS NULL AND NOT ({endless})")


def not_to_be_shown(asked: Asked) -> Widespread:
    """The first ground on which the record is kept back."""
    decided = asked.reading.day(asked.kind.field("decision.date"))
    regimes = any_of(
        f"{decided} BETWEEN DATE '{r.since}' AND DATE '{r.until or date.max}'" for r in asked.catalogue.regimes if r.kind == asked.kind.code
    )
    return Widespread(f"{asked.reading.text(asked.field)} IS NOT NULL AND ({regimes}) AND {_ground(asked)} IS NOT NULL", _ground(asked))


def _klass(asked: Asked) -> str:
    code = asked.kind.field("publication.class")
    return asked.reading.text(code) if code else "NULL::VARCHAR"


def _until(asked: Asked) -> str:
    decided = asked.reading.day(asked.kind.field("decision.date"))
    valid = asked.kind.field("valid.until")
    own = f"least({asked.reading.day(valid)}, {OPEN})" if valid else "NULL::DATE"
    cases = []
    for kind, _, value, _, since, until, _, most, _, _ in publication.rows(asked.catalogue):
        if kind == asked.kind.code and value:
            end = own if most is None else f"least(CAST({decided} + INTERVAL {most} MONTH AS DATE), {OPEN})"
            cases.append(f"WHEN {decided} BETWEEN DATE '{since}' AND DATE '{until}' AND {_klass(asked)} = {literal(value)} THEN {end}")
    for kind, _, value, _, since, until, _, most, _, _ in publication.rows(asked.catalogue):
        if kind == asked.kind.code and not value:
            end = own if most is None else f"least(CAST({decided} + INTERVAL {most} MONTH AS DATE), {OPEN})"
            cases.append(f"WHEN {decided} BETWEEN DATE '{since}' AND DATE '{until}' THEN {end}")
    return f"(CASE {' '.join(cases)} END)" if cases else "NULL::DATE"


def _ground(asked: Asked) -> str:
    cases = [
        f"WHEN {_holds(asked, ground)} THEN {literal(ground.code)}"
        for ground in asked.catalogue.held
        if ground.kind == asked.kind.code and asked.kind.field(ground.role)
    ]
    return f"(CASE {' '.join(cases)} END)" if cases else "NULL::VARCHAR"


def _holds(asked: Asked, ground: Held) -> str:
    code = asked.kind.field(ground.role)
    x, values = asked.reading.text(code), literals(ground.values)
    if not asked.kind.fields[code].many:
        return f"{x} IN ({values})"
    parts = f"list_filter(list_transform(string_split({x}, ';'), lambda p: trim(p)), lambda p: p <> '')"
    whole = "list_bool_and" if ground.whole else "list_bool_or"
    each = f"{whole}(list_transform({parts}, lambda p: p IN ({values})))"
    return f"CASE WHEN contains({x}, ';') THEN {each} ELSE {x} IN ({values}) END"


WIDESPREAD: dict[str, Callable[[Asked], Widespread]] = {
    f.__name__: f for f in (late_disclosure, permit_over, claim_differs, class_missing, not_to_be_shown)
}
