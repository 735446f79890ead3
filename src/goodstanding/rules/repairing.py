"""Credit repair (信用修复): may a record end before its time, from which day, and what is asked for. Dates and data only.

What the law says is in ``catalogue/repair.toml`` and ``publication.toml``; :mod:`reading_repairing` loads and checks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from goodstanding.rules.catalogue import Catalogue, PublicationClass
from goodstanding.rules.terms import months_after
from goodstanding.rules.texts import Text

Shown = Literal["period", "proof", "commitment", "department"]
"""How a condition is met: by dates, by papers, by accepting the commitment, or looked at by the department."""
Duties = Literal["unknown", "fulfilled", "open"]
"""Whether the decision's duties have been performed, as far as is known before anybody has shown it."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition or a paper, as ``repair.toml`` says it."""

    code: str
    title: Text
    text: Text
    by: Shown = "proof"


@dataclass(frozen=True, slots=True)
class Commitment:
    """信用承诺书 in one version; its paragraphs never change once somebody has accepted them."""

    version: str
    since: date
    basis: str
    title: Text
    text: tuple[Text, ...]
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class RepairRegime:
    """What one publication regime asks for a repair; ``accept``, ``result``, ``extension`` and ``bar`` name terms."""

    code: str
    basis: str
    accept: str
    result: str
    extension: str
    bar: str
    conditions: tuple[Asked, ...]
    papers: tuple[Asked, ...]
    commitment: Commitment
    never: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class RepairRules:
    """The whole of ``repair.toml``."""

    regimes: Mapping[str, RepairRegime]
    reasons: Mapping[str, Text]
    commitments: Mapping[str, Commitment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a record says about itself; ``categories`` are the atoms of the decision."""

    kind: str
    regime: str
    klass: str
    decided_on: date
    shown_until: date | None
    categories: tuple[str, ...] = ()
    held: str = ""
    ended: bool = False


class Barred(NamedTuple):
    """No repair may be applied for from a day until another, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Condition:
    """``met`` None: to be shown, or looked at when it is decided."""

    code: str
    title: Text
    text: Text
    by: Shown
    met: bool | None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """``earliest``: the first day it may be applied for, None where no day will do. ``code`` names the ground: a key of ``[reasons]``."""

    may: bool
    earliest: date | None
    code: str
    reasons: tuple[Text, ...]
    conditions: tuple[Condition, ...] = ()


def eligible(
    facts: Facts, *, duties: Duties = "unknown", bars: Iterable[Barred] = (), today: date, catalogue: Catalogue, rules: RepairRules
) -> Eligibility:
    """The plain answer, before any form: whether, from which day, and why. ``earliest`` is never after the record's last day."""
    klass, regime = class_of(facts, catalogue), rules.regimes.get(facts.regime)
    if refused := _nothing_to_repair(facts, today):
        return _answer(refused, rules)
    if klass is None or regime is None:
        return _answer("regime", rules)
    ripe = months_after(facts.decided_on, klass.least)
    over = max((bar.until for bar in bars if bar.since <= today <= bar.until), default=None)
    earliest = max(ripe, over + timedelta(days=1)) if over else ripe
    if klass.code in regime.never or facts.shown_until is None or earliest >= facts.shown_until:
        ground = "never" if klass.code in regime.never else "late" if earliest == ripe else "barred"
        return _answer(ground, rules, until=over or today)
    ground = "barred" if over else "early" if today < earliest else "unfulfilled" if duties == "open" else "ready"
    asked = (one for one in regime.conditions if _asked(one, facts, regime))
    conditions = tuple(_condition(one, klass, today >= ripe, duties) for one in asked)
    return _answer(ground, rules, earliest, conditions, day=earliest, until=over or today)


def class_of(facts: Facts, catalogue: Catalogue) -> PublicationClass | None:
    """The class the record is shown under; None where no regime is known."""
    regime = next((one for one in catalogue.regimes if one.code == facts.regime and one.kind == facts.kind), None)
    return regime.klass(facts.klass) if regime else None


def barred_until(since: date, regime: RepairRegime, catalogue: Catalogue) -> date:
    """The last day of the bar. Not moved for a holiday: that would lengthen the burden."""
    return months_after(since, catalogue.terms[regime.bar].count)


def _nothing_to_repair(facts: Facts, today: date) -> str:
    if facts.kind != "penalty":
        return "kind"
    if facts.ended:
        return "ended"
    if facts.held:
        return "held"
    return "over" if facts.shown_until is not None and facts.shown_until < today else ""


def _asked(one: Asked, facts: Facts, regime: RepairRegime) -> bool:
    """What a source doubts is asked only of the penalties it is about."""
    return one.code != "excluded" or bool(regime.doubtful & set(facts.categories))


def _condition(one: Asked, klass: PublicationClass, ripe: bool, duties: Duties) -> Condition:
    met = ripe if one.by == "period" else None
    if one.code == "fulfilled" and duties != "unknown":
        met = duties == "fulfilled"
    return Condition(one.code, one.title, one.text.filled(least=klass.least), one.by, met)


def _answer(
    code: str, rules: RepairRules, earliest: date | None = None, conditions: tuple[Condition, ...] = (), **days: date
) -> Eligibility:
    said = rules.reasons[code]
    written = {name: _written(day) for name, day in days.items()}
    reason = Text(
        said.zh.format(**{name: day.zh for name, day in written.items()}), said.en.format(**{name: day.en for name, day in written.items()})
    )
    return Eligibility(code == "ready", earliest, code, (reason,), conditions)


def _written(day: date) -> Text:
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")
