"""The invented city's vocabulary, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class District:
    """A district of the city; ``area`` is the code that stands in its bodies' codes."""

    name: str
    short: str
    en: str
    area: str


@dataclass(frozen=True, slots=True)
class Trade:
    """What a sort of body does and how its name ends: every word with every form."""

    words: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything names are made of; see ``words.toml``."""

    city: str
    city_en: str
    area: str
    districts: tuple[District, ...]
    places: tuple[str, ...]
    areas_elsewhere: tuple[str, ...]
    areas_unlisted: tuple[str, ...]
    first: str
    second: str
    third: str
    twins: dict[str, str]
    trades: dict[str, Trade]
    branches: tuple[str, ...]
    surnames: str
    given: str
    streets: tuple[str, ...]


def table(name: str) -> dict[str, Any]:
    """One of the city's own TOML tables."""
    return tomllib.loads((files("goodstanding.city") / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words() -> Words:
    """The vocabulary of ``words.toml``."""
    raw = table("words")
    return Words(
        city=raw["city"],
        city_en=raw["city_en"],
        area=raw["area"],
        districts=tuple(District(**one) for one in raw["district"]),
        places=(*raw["places"]["own"], *raw["places"]["elsewhere"]),
        areas_elsewhere=tuple(raw["areas"]["elsewhere"]),
        areas_unlisted=tuple(raw["areas"]["unlisted"]),
        first=raw["brands"]["first"],
        second=raw["brands"]["second"],
        third=raw["brands"]["third"],
        twins={pair[0]: pair[1] for pair in raw["brands"]["twins"]},
        trades={name: Trade(tuple(one["words"]), tuple(one.get("forms", [""]))) for name, one in raw["trades"].items()},
        branches=tuple(raw["branches"]["words"]),
        surnames=raw["people"]["surnames"],
        given=raw["people"]["given"],
        streets=tuple(raw["streets"]["words"]),
    )
