"""Lists, measures and the purposes of a look-up: what the law allows to be listed, done and asked. Types only.

What the law says is in ``catalogue/lists.toml``, ``measures.toml`` and ``purposes.toml``; :mod:`reading_listing` loads and checks it.
Nothing here is about a person, nothing counts records, and nothing lasts without an end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from goodstanding.rules.texts import Text

Colour = Literal["red", "black", "scrutiny"]
"""守信激励对象, 严重失信主体, 重点关注对象: the last is an internal reminder, never public, and carries no measure."""
Scope = Literal["national", "local"]
"""全国统一 or 地方: what holds in one place only needs that place's own regulation (国办发〔2020〕49号 item 7)."""
Weight = Literal["light", "medium", "severe"]
"""过惩相当: how heavily a measure weighs, beside the conduct it answers."""
Side = Literal["restriction", "incentive"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One case in which an organisation may be listed; somebody establishes it from documents, it is never counted together."""

    code: str
    text: Text
    basis: str


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list. ``answer`` names a term: the time to answer a notice, or how long a red candidate is publicised.

    ``months`` is the longest an entry stands, a decision may set less; ``early_months`` after which it may be asked to end (0: at once;
    None: no early end is known). ``answer`` is '' where nobody is asked: a reminder.
    """

    code: str
    colour: Colour
    title: Text
    field: Text
    body: Text
    basis: str
    scope: Scope
    criteria: tuple[Criterion, ...]
    answer: str
    hearing: bool
    months: int
    early_months: int | None
    exits: tuple[Text, ...]
    remedies: tuple[Text, ...]
    public: bool
    since: date
    until: date | None = None
    sure: bool = True
    note: str = ""

    def stands(self, day: date) -> bool:
        """Whether the catalogue knows this kind of list on that day; whether its law is in force is another question."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class MeasureType:
    """One of the closed list of things that may be done to, or for, an organisation."""

    code: str
    title: Text
    side: Side


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What a department may do, on which list or record, and by which law. ``content`` is said to the organisation as it stands.

    ``months`` is the longest it lasts (None: as long as the list entry it rests on); ``review_months``: looked at again after that.
    ``final``: of records, only those that can no longer be contested count; always so for a restriction.
    """

    code: str
    title: Text
    type: str
    content: Text
    side: Side
    lists: tuple[str, ...]
    records: tuple[str, ...]
    body: Text
    basis: str
    weight: Weight
    months: int | None
    review_months: int | None
    final: bool
    scope: Scope
    purposes: tuple[str, ...]
    since: date
    until: date | None = None
    sure: bool = True
    note: str = ""

    def stands(self, day: date) -> bool:
        """Whether the catalogue knows this measure on that day; whether its law is in force is another question."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why an organisation may be looked up; ``what`` the answer may hold: kinds of records, ``red``, ``black``, ``measures``.

    ``hidden``: the law by which the organisation is not told that somebody looked; '' where it is, as it is by default.
    """

    code: str
    title: Text
    basis: str
    body: Text
    what: tuple[str, ...]
    hidden: str = ""
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListingRules:
    """The whole of the three files, each by its codes."""

    kinds: Mapping[str, ListKind]
    types: Mapping[str, MeasureType]
    measures: Mapping[str, MeasureKind]
    purposes: Mapping[str, Purpose]
