"""Administrative area codes (GB/T 2260) through the years: what a code was called, when, and what became of it.

A code carries the area *of the registering office, at the time of registration*. Areas are renamed, merged and abolished; codes are not.
So nothing here ever says that an area is wrong: of 138,153 real codes 3.7 % carry one that never stood in GB/T 2260, most of them of
development zones that count their own offices. What is not known is said to be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from goodstanding.rules.loading import HOME
from goodstanding.rules.sources import table
from goodstanding.rules.texts import Text

NATIONAL = "100000"
"""Offices of the national level; GB/T 2260 has no such area."""
_COLUMNS = ("code", "name", "level", "province", "prefecture", "since", "until", "became")
_BECAME = re.compile(r"([0-9]{6})(?:\[([0-9]{4})\])?")


class Became(NamedTuple):
    """A code that followed. ``year`` is set where only a part went there while the older code lived on."""

    code: str
    year: int | None


class Period(NamedTuple):
    """A name a code bore. ``until``: the first year it no longer did, None while it still does; years are as fine as the source is."""

    name: str
    level: str
    province: str
    prefecture: str
    since: int
    until: int | None
    became: tuple[Became, ...]

    @property
    def place(self) -> str:
        """The whole name: 浙江省杭州市下城区."""
        above = [self.province, self.prefecture, self.name]
        return "".join(name for i, name in enumerate(above) if name and name not in above[:i])


@dataclass(frozen=True, slots=True)
class Area:
    """A code and its history, newest first; no ``periods``: it never stood in GB/T 2260. ``within``: the nearest known area above."""

    code: str
    periods: tuple[Period, ...]
    within: Period | None

    @property
    def known(self) -> bool:
        """Whether the code ever stood in GB/T 2260 (or means the national level)."""
        return bool(self.periods) or self.code == NATIONAL

    @property
    def live(self) -> bool:
        """Whether it is in use today."""
        return bool(self.periods) and self.periods[0].until is None

    @property
    def today(self) -> tuple[str, ...]:
        """The codes in use today that it became, following every step; none for a code that lives or whose end is not told."""
        return _today(self.code) if self.periods and not self.live else ()


def area(code: str) -> Area:
    """What is known about six digits."""
    periods = _periods().get(code, ())
    above = (f"{code[:4]}00", f"{code[:2]}0000")
    within = next((known[0] for higher in above if higher != code and (known := _periods().get(higher))), None)
    return Area(code, periods, within)


def english_of(province: str) -> str:
    """``浙江省`` -> ``Zhejiang``."""
    return _provinces()[province]


def names_of(codes: tuple[str, ...]) -> Text:
    """Codes with their present names: ``拱墅区（330105）、钱塘区（330114）``."""
    named = [(found[0].name if (found := _periods().get(code)) else "", code) for code in codes]
    return Text("、".join(f"{name}（{code}）" for name, code in named), ", ".join(f"{name} ({code})" for name, code in named))


@cache
def _periods() -> dict[str, tuple[Period, ...]]:
    """Every code of the list, newest period first."""
    found: dict[str, list[Period]] = {}
    for _, row in table(HOME / "areas" / "areas.csv", _COLUMNS):
        became = tuple(Became(code, int(year) if year else None) for code, year in _BECAME.findall(row["became"]))
        until = int(row["until"]) if row["until"] else None
        period = Period(row["name"], row["level"], row["province"], row["prefecture"], int(row["since"]), until, became)
        found.setdefault(row["code"], []).append(period)
    return {code: tuple(sorted(periods, key=lambda period: -period.since)) for code, periods in found.items()}


@cache
def _provinces() -> dict[str, str]:
    return {row["zh"]: row["en"] for _, row in table(HOME / "areas" / "provinces.csv", ("code", "zh", "en"))}


def _today(code: str) -> tuple[str, ...]:
    """Breadth first through what followed; a code that is in use ends the walk."""
    seen, queue, found = {code}, [code], []
    while queue:
        at = queue.pop(0)
        periods = _periods().get(at, ())
        if at != code and periods and periods[0].until is None:
            found.append(at)
            continue
        following = [next_.code for period in periods[:1] for next_ in period.became if next_.year is None]
        queue += [one for one in following if one not in seen]
        seen |= set(following)
    return tuple(found)
