"""How long a record shows, by the rules of the day of its decision. Dates only: no job ends anything, a comparison does.

A period in months ends with the day of the same number, or the month's last day (民法典 arts 201-203); it is not moved for a
holiday, because that would lengthen the burden. A record shows while ``shown_from <= today <= shown_until``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from goodstanding.rules.catalogue import Catalogue, Held, PublicationClass, Regime
from goodstanding.rules.dates import OPEN
from goodstanding.rules.terms import months_after

__all__ = ["HELD_OTHERWISE", "ROW_COLUMNS", "JoinRow", "PublicationClass", "Regime", "Showing", "regime_of", "rows", "show"]

HELD_OTHERWISE = frozenset({"minor", "no_regime", "no_end"})
"""Grounds that come from the class or the dates, beside those of ``publication.toml``."""


class Showing(NamedTuple):
    """``held`` is '' for a record that shows, otherwise the ground; then both dates may still be set but mean nothing.

    ``basis`` names the law (``law:article``) the window rests on, for a held record the ground's.
    """

    shown_from: date
    shown_until: date | None
    regime: str
    klass: str
    basis: str
    held: str


def regime_of(kind: str, decided_on: date, catalogue: Catalogue) -> Regime | None:
    """The regime in force for the kind on that day."""
    return next((r for r in catalogue.regimes if r.kind == kind and r.covers(decided_on)), None)


def show(
    kind: str,
    decided_on: date,
    *,
    klass: str,
    procedure: str,
    categories: Iterable[str],
    valid_until: date | None,
    entered_on: date,
    catalogue: Catalogue,
    secret: str = "",
    status: str = "",
) -> Showing:
    """The plain reference of publication; a whole table does the same with :func:`rows`.

    ``klass``, ``procedure``, ``secret``, ``status`` are values of their code lists, '' where not given; ``categories`` the
    atoms of the decision. An unclassified record shows as briefly as the regime allows. Nothing shows before it was entered.
    """
    regime = regime_of(kind, decided_on, catalogue)
    if regime is None:
        return Showing(entered_on, None, "", "", "", "no_regime")
    found = regime.klass(klass)
    until = min(valid_until, OPEN) if found.most is None and valid_until else None
    if found.most is not None:
        until = months_after(decided_on, found.most)
    values = {"publication.procedure": [procedure], "secret": [secret], "status": [status], "decision.category": list(categories)}
    for ground in catalogue.held:
        if ground.kind == kind and _holds(ground, values.get(ground.role, [])):
            return Showing(entered_on, until, regime.code, found.code, ground.basis, ground.code)
    held = "" if found.show else "minor"
    return Showing(max(entered_on, decided_on), until, regime.code, found.code, regime.basis, held or ("" if until else "no_end"))


def _holds(ground: Held, values: list[str]) -> bool:
    there = [value for value in values if value]
    return bool(there) and (all if ground.whole else any)(value in ground.values for value in there)


class JoinRow(NamedTuple):
    """``class_value`` is what the class column holds, '' for unclassified or unknown; ``most`` None: until the record's own end."""

    kind: str
    regime: str
    class_value: str
    klass: str
    since: date
    until: date
    least: int
    most: int | None
    shown: bool
    basis: str


ROW_COLUMNS = JoinRow._fields


def rows(catalogue: Catalogue) -> list[JoinRow]:
    """One row for each regime and class value, for a join in SQL: kind, date between since and until, class value.

    A class value without a row of its own under its regime joins the row with ''. ``until`` is 9999-12-31 where open.
    """
    found = []
    for regime in catalogue.regimes:
        values = {"": regime.klass("")} | {value: c for c in regime.classes for value in c.values}
        for value, c in values.items():
            until = regime.until or date.max
            found.append(JoinRow(regime.kind, regime.code, value, c.code, regime.since, until, c.least, c.most, c.show, regime.basis))
    return found
