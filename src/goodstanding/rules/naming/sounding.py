"""Readings of characters without tones: 兴彩 and 星彩 sound alike."""

from __future__ import annotations

from functools import cache

from goodstanding.rules.naming.writing import HOME

_NONE: frozenset[str] = frozenset()


def alike(one: str, other: str) -> bool:
    """Whether two texts of one length differ in characters and can be read the same, each by any of its readings."""
    if len(one) != len(other) or one == other:
        return False
    known = _readings()
    for a, b in zip(one, other, strict=True):  # noqa: SIM110 - asked for every pair; all() over a generator costs twice as much
        if a != b and known.get(a, _NONE).isdisjoint(known.get(b, _NONE)):
            return False
    return True


def readings(character: str) -> frozenset[str]:
    """The readings of a character in pinyin without tones; none for what is no simplified Chinese character."""
    return _readings().get(character, _NONE)


@cache
def _readings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in (HOME / "readings.tsv").read_text(encoding="utf-8").splitlines():
        reading, characters = line.split("\t")
        for character in characters:
            found.setdefault(character, set()).add(reading)
    return {character: frozenset(some) for character, some in found.items()}
