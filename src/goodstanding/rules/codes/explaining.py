"""Everything that can be said of a code without a register: what it is, part by part, what is wrong with it, what was likely meant,
what it converts to exactly and what only the register can tell (GB 32100-2015, GB 11714-1997, GB/T 17710).

A code that is well formed is written correctly. That does not mean that the body exists, or which body it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from goodstanding.rules.codes import areas, deriving, recognising
from goodstanding.rules.codes.deriving import Cannot, Derived
from goodstanding.rules.codes.faulting import Fault, faults
from goodstanding.rules.codes.judging import PERSON, Judged, Verdict, judge
from goodstanding.rules.codes.parts import Check, Part, area_of, checks, parts
from goodstanding.rules.codes.recognising import TESTS
from goodstanding.rules.codes.repairing import Suggestion
from goodstanding.rules.codes.words import word
from goodstanding.rules.texts import NOTHING, Text


class Line(NamedTuple):
    """One stretch of an area code's history."""

    years: Text
    place: str
    after: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a code: most have one; 15 digits may fit two. ``right`` is None where the kind has no check character."""

    kind: str
    title: Text
    right: bool | None
    parts: tuple[Part, ...]
    checks: tuple[Check, ...]
    faults: tuple[Fault, ...]
    area: areas.Area | None
    derived: tuple[Derived, ...]
    cannot: tuple[Cannot, ...]

    @property
    def history(self) -> tuple[Line, ...]:
        """The area's names through the years, newest first."""
        return tuple(_line(period, self.area.code) for period in self.area.periods) if self.area else ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """``given`` and ``code`` are '' for a personal number: nothing is repeated. ``readings``: best first, none where it is no code."""

    given: str
    code: str
    kind: str
    title: Text
    verdict: Verdict
    says: Text
    faults: tuple[Fault, ...]
    suggestion: Suggestion
    readings: tuple[Reading, ...]
    notes: tuple[Text, ...]

    @property
    def personal(self) -> bool:
        """A person's number: it may not be looked up."""
        return self.kind == PERSON


def explain(typed: str) -> Explanation:
    """Explain one text. Costs some 50 to 500 µs; :func:`judging.judge` is for lists."""
    it = judge(typed)
    readings = tuple(_reading(kind, it.code) for kind in it.kinds if kind not in (PERSON, recognising.UNKNOWN))
    given = "" if it.kind == PERSON else typed.strip()
    return Explanation(
        given, it.code, it.kind, word("kind", it.kind), it.verdict, it.says, it.faults, it.suggestion, readings, _notes(it, given)
    )


def _reading(kind: str, code: str) -> Reading:
    found = faults(kind, code)
    wrong = any(fault.level == "error" for fault in found)
    right = None if kind not in TESTS else not wrong
    derived = () if wrong else deriving.derive(kind, code)
    cannot = () if wrong else deriving.cannot(kind)
    return Reading(kind, word("kind", kind), right, parts(kind, code), checks(kind, code), found, area_of(kind, code), derived, cannot)


def _notes(it: Judged, given: str) -> tuple[Text, ...]:
    tidied = word("tidied", "said") if given != it.code and it.code else NOTHING
    two = word("note", "two_readings") if len(it.kinds) > 1 and it.verdict == "right" else NOTHING
    return tuple(note for note in (tidied, two) if note.zh)


def _line(period: areas.Period, code: str) -> Line:
    years = word("area", "history", "period" if period.until else "since", since=period.since, until=period.until)
    after = [word("area", "history", "split", year=one.year, area=areas.names_of((one.code,))) for one in period.became if one.year]
    followed = tuple(one.code for one in period.became if one.year is None)
    if code in followed:
        after.append(word("area", "history", "renamed"))
    if others := tuple(one for one in followed if one != code):
        after.append(word("area", "history", "became", year=period.until, area=areas.names_of(others)))
    if period.until and not followed:
        after.append(word("area", "history", "ended", year=period.until))
    return Line(years, period.place, tuple(after))
