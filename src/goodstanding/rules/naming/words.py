"""The words that names are made of, from ``catalogue/names``, read once when first needed."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any, NamedTuple

from goodstanding.rules.naming.writing import HOME, normal


class Endings(NamedTuple):
    """Words by their last character, with the lengths worth trying, longest first."""

    meaning: dict[str, str]
    lengths: dict[str, tuple[int, ...]]

    def at_end(self, text: str, least_before: int = 0) -> str:
        """The longest of the words that ``text`` ends with and that leaves ``least_before`` characters; empty if none."""
        if text:
            room = len(text) - least_before
            for length in self.lengths.get(text[-1], ()):
                if length <= room and text[-length:] in self.meaning:
                    return text[-length:]
        return ""


@cache
def forms() -> Endings:
    """Legal form as written -> which form it is."""
    return _endings(_file("forms")["forms"])


@cache
def near_forms() -> frozenset[frozenset[str]]:
    """Pairs of forms that may be one body after a conversion or by a slip of the pen."""
    return frozenset(frozenset(pair.split("-")) for pair in _file("forms")["near"]["pairs"].split())


@cache
def same_forms() -> dict[str, str]:
    """Spelling of a form -> the other spelling that the law treats alike."""
    same: dict[str, str] = _file("forms")["same"]
    return same


@cache
def parents() -> tuple[str, ...]:
    """Words at which the name of a branch's parent ends."""
    return tuple(_file("forms")["branch"]["parents"].split())


@cache
def group_words() -> tuple[str, ...]:
    """集团 and how it is written, longest first."""
    return tuple(sorted(_file("forms")["group"]["words"].split(), key=len, reverse=True))


@cache
def branches() -> Endings:
    """What a branch may be called, where the form of its parent stands before."""
    return _endings({"branch": _file("forms")["branch"]["words"]})


@cache
def certain_branches() -> Endings:
    """What only a branch is called."""
    return _endings({"branch": _file("forms")["branch"]["certain"]})


@cache
def trades() -> Endings:
    """Word of a trade -> its group."""
    return _endings(_file("trades")["groups"])


@cache
def countries() -> tuple[str, ...]:
    """Words for the whole country, longest first."""
    return tuple(sorted(_file("regions")["country"]["words"].split(), key=len, reverse=True))


@cache
def country_heads() -> frozenset[str]:
    """The first two characters of each of these words."""
    return frozenset(word[:2] for word in countries())


@cache
def short_regions() -> dict[str, str]:
    """One-character name of a region -> its stem."""
    short: dict[str, str] = _file("regions")["short"]
    return short


@cache
def zones() -> tuple[str, ...]:
    """What the places below a division are called (开发区 …), longest first."""
    return tuple(_file("regions")["below"]["zones"].split())


@cache
def towns() -> tuple[str, ...]:
    """What a township is called."""
    return tuple(_file("regions")["below"]["towns"].split())


@cache
def marks() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What exchanges write before and behind a short name, longest first."""
    both = _file("regions")["marks"]
    return tuple(both["before"].split()), tuple(both["behind"].split())


@cache
def rather_brands() -> frozenset[str]:
    """Stems of divisions that are far more often a brand."""
    return frozenset(_file("regions")["brands"]["words"].split())


def _endings(groups: dict[str, str]) -> Endings:
    meaning = {normal(word): group for group, line in groups.items() for word in line.split()}
    lengths: dict[str, set[int]] = {}
    for word in meaning:
        lengths.setdefault(word[-1], set()).add(len(word))
    return Endings(meaning, {last: tuple(sorted(some, reverse=True)) for last, some in lengths.items()})


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((HOME / f"{name}.toml").read_text(encoding="utf-8"))
