"""What a halt would stop, before it is done: counts by part, the first organisations, and everything for a download."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from goodstanding.laws import depending
from goodstanding.laws.depending import Dependant
from goodstanding.laws.resting import Regimes
from goodstanding.organisations.models import Organisation
from goodstanding.rules.texts import Text

FIRST = 20
"""Lines a page names; how many there are it always says."""


@dataclass(slots=True)
class Count:
    """One part: how many would stop, how many are only named."""

    title: Text
    stops: int = 0
    stays: int = 0


@dataclass(slots=True)
class Preview:
    """``goes_on``: what rests on the same law and cites none of the articles halted; ``regimes``: publication rules are among it."""

    counts: list[Count] = field(default_factory=list)
    first: list[tuple[Dependant, str]] = field(default_factory=list)
    organisations: int = 0
    stops: int = 0
    goes_on: int = 0
    regimes: bool = False


def preview(target: str, code: str, articles: str = "") -> Preview:
    """Everything that depends on it now; one walk over every part."""
    found, by_part, bodies, first = Preview(), dict[str, Count](), Counter[int](), list[Dependant]()
    for one in depending.dependants(target, code, articles):
        count = by_part.setdefault(one.part, Count(depending.named(one.part)))
        found.regimes = found.regimes or one.part == Regimes.name
        if one.became == "stays":
            count.stays += one.n
        else:
            count.stops += one.n
        if one.organisation_id is not None:
            bodies[one.organisation_id] += 1
            if len(first) < FIRST:
                first.append(one)
    names = dict(Organisation.objects.filter(pk__in=[one.organisation_id for one in first]).values_list("pk", "name"))
    found.counts, found.organisations = list(by_part.values()), len(bodies)
    found.first = [(one, names.get(one.organisation_id or 0, "")) for one in first]
    found.stops = sum(count.stops for count in found.counts)
    found.goes_on = _stopping(target, code) - found.stops if articles else 0
    return found


def _stopping(target: str, code: str) -> int:
    return sum(one.n for one in depending.dependants(target, code) if one.became != "stays")
