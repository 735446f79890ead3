"""A name in pinyin: whole syllables and initials, from its start and from its brand, in each usual reading of its characters.

A character has the first reading of pypinyin's dictionary, but for those of ``polyphones.toml``, which have several: 长 is chang and
zhang, and nobody who searches can know which one the owner says. Only the process that makes keys reads the dictionary.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from itertools import islice, product
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

from goodstanding.rules import names

SYLLABLES = 8
"""Characters that are spelt: what comes behind is trade and form, and tells nothing more."""
LONGEST_INITIALS = 10
LEAST = 2
"""A key of one letter tells nothing."""
WAYS = 8
"""Readings of one stretch that are kept; the usual ones come first."""
# 临澜市澜西区… of a place that no list of divisions has: what ends in 市, 县 or 区 within the first characters.
_PLACE = re.compile(r"(?:.{1,3}?[省州])?(?:.{2,3}?市)?(?:.{1,4}?[区县旗](?=..))?")


def spellings(normal_name: str, brand_at: frozenset[int]) -> set[str]:
    """The keys of a name: ``s`` and its syllables, ``i`` and its initials, from its start and from wherever its brand may begin."""
    keys: set[str] = set()
    for start in {0, *brand_at}:
        stretch = normal_name[start : start + LONGEST_INITIALS]
        if _polyphones().keys().isdisjoint(stretch):  # nearly always; a million names are translated, not put together
            keys.add("s" + stretch[:SYLLABLES].translate(_SYLLABLE))
            keys.add("i" + stretch.translate(_INITIAL))
            continue
        said = [found for character in stretch if (found := readings(character))]
        keys.update("s" + "".join(way) for way in islice(product(*said[:SYLLABLES]), WAYS))
        keys.update("i" + "".join([syllable[0] for syllable in way]) for way in islice(product(*said), WAYS))
    return {key for key in keys if len(key) > LEAST}


def brand_at(normal_name: str) -> frozenset[int]:
    """Where the brand may begin: behind the region that the name's parts tell, and behind what only looks like a place."""
    parts = names.parts(normal_name)
    told = normal_name.find(parts.brand, len(parts.region)) if parts.brand else 0
    looks = _PLACE.match(normal_name)
    places = {max(told, 0), looks.end() if looks else 0}
    return frozenset(start for start in places if start < len(normal_name) - 1)


@cache
def readings(character: str) -> tuple[str, ...]:
    """How a character is read, without tones, the usual reading first; a letter or digit is itself, anything else is silent."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    if known := _polyphones().get(character):
        return known
    said = pinyin_dict.get(ord(character), "").partition(",")[0]
    plain = "".join(c for c in unicodedata.normalize("NFD", said.replace("ü", "v")) if c.isascii() and c.isalpha())
    return (plain.lower(),) if plain else ()


@cache
def _polyphones() -> dict[str, tuple[str, ...]]:
    found: dict[str, str] = tomllib.loads(Path(__file__).with_name("polyphones.toml").read_text("utf-8"))["readings"]
    return {character: tuple(said.split()) for character, said in found.items()}


class _Read(dict[int, str]):
    """For ``str.translate``: a character becomes its usual reading, or the first letters of that; filled as characters are met."""

    def __init__(self, letters: int | None) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, point: int) -> str:
        said = readings(chr(point))
        self[point] = found = said[0][: self._letters] if said else ""
        return found


_SYLLABLE, _INITIAL = _Read(None), _Read(1)
