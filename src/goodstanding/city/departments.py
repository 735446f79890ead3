"""The invented city's departments and the files each hands in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from goodstanding.city import coding
from goodstanding.city.words import table, words


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind a department hands in: its share of all records of that kind, the way (a layout's name), and what is odd about the file.

    ``odd``: ``clean`` (nothing is wrong), ``unknown column``, ``notes`` (below the table), ``second header`` (in the middle), or ''.
    """

    kind: str
    share: float
    way: str
    odd: str


@dataclass(frozen=True, slots=True)
class Department:
    """A department; ``mark`` begins its document numbers, ``code`` is its USCC."""

    slug: str
    code: str
    name: str
    en: str
    short: str
    mark: str
    feeds: tuple[Feed, ...]


@cache
def departments() -> tuple[Department, ...]:
    """All of them, in the order of ``departments.toml``; their codes never depend on the seed."""
    rows = table("departments")["department"]
    codes = coding.usccs(
        [row["code"] + words().area for row in rows], coding.orgcodes_of([f"MU{at:06d}" for at in range(1, len(rows) + 1)])
    )
    return tuple(
        Department(
            slug=row["slug"],
            code=code,
            name=words().city + row["name"],
            en=f"{words().city_en} {row['en']}",
            short=row["short"],
            mark=row["mark"],
            feeds=tuple(
                Feed(kind, row[kind]["share"], row[kind]["way"], row[kind].get("odd", "")) for kind in ("permit", "penalty") if kind in row
            ),
        )
        for row, code in zip(rows, codes, strict=True)
    )
