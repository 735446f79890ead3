"""Regions in names: which divisions are meant, and whether two mentions can mean the same place.

Names say 浙江省杭州市余杭区, 杭州余杭, 杭州 or nothing; divisions were renamed and merged (余杭县, 余杭市, 余杭区), and one word
names several (朝阳). So a mention means a set of *chains* (province, city, county), each as stems, empty where nothing is said.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from typing import NamedTuple

from goodstanding.rules.naming import words
from goodstanding.rules.naming.writing import HOME

Chain = tuple[str, str, str]
COUNTRY = "中国"
_COUNTY = 3
# 广州市政工程 is 广州 + 市政, not 广州市 + 政工程.
_NOT_CITY = frozenset(("政", "场", "民", "容"))
_ENDS_OF_BELOW = frozenset("区园镇乡道街")
_AUTONOMOUS = (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"))


class Region(NamedTuple):
    """``written`` as it stands, without the places below; ``chains`` what it can mean; ``below`` a zone or town; ``country`` 中国 …

    ``stems`` is what was written without 省, 市, 区: two mentions of equal stems differ only in these. ``lone``: nothing but the stem
    of a county, which may as well be the beginning of a brand (海康 of 海康威视, 方正).
    """

    written: str = ""
    chains: frozenset[Chain] = frozenset()
    below: str = ""
    country: str = ""
    stems: str = ""
    lone: bool = False


_ANYWHERE: frozenset[Chain] = frozenset()
NOWHERE = Region()


class _Index(NamedTuple):
    meaning: dict[str, tuple[frozenset[Chain], str, bool]]  # written -> chains, stem, whether it may stand alone
    lengths: dict[str, tuple[int, ...]]  # first two characters -> lengths to try


def read(text: str) -> tuple[Region, int]:
    """The region at the beginning of a normal text, and where the rest begins."""
    country = ""
    if text[:2] in words.country_heads():
        country = next((word for word in words.countries() if text.startswith(word)), "")
    start = len(country)
    found = _next(text, start, _ANYWHERE)
    if not found:
        return (NOWHERE._replace(country=country) if country else NOWHERE), start
    at, chains, stems = found
    while found := _next(text, at, chains):
        at, chains, stem = found
        stems += stem
    below = _below(text[at : at + 14])
    return _region(text[start:at], chains, below, country, stems), at + len(below)


@lru_cache(maxsize=50_000)
def _region(written: str, chains: frozenset[Chain], below: str, country: str, stems: str) -> Region:
    """One object for one place: names of a town share it."""
    lone = written == stems and not below and all(county for _, _, county in chains)
    return Region(written, chains, below, country, stems, lone)


def exact(text: str) -> Region | None:
    """The region that the whole of ``text`` is, as brackets hold it: （深圳）, （中国）, （杭州余杭）; None if it is something else."""
    region, end = read(text)
    return region if text and end == len(text) else None


def compatible(one: frozenset[Chain], other: frozenset[Chain]) -> bool:
    """Whether some place of each contains, or is, the other's."""
    return any(all(not x or not y or x == y for x, y in zip(a, b, strict=True)) for a in one for b in other)


def _next(text: str, at: int, before: frozenset[Chain]) -> tuple[int, frozenset[Chain], str] | None:
    """The division that begins at ``at`` and lies inside those before: its end, the chains that remain, its stem."""
    index = _index()
    lengths = index.lengths.get(text[at : at + 2])
    if not lengths:
        return None
    for length in lengths:
        word = text[at : at + length]
        known = index.meaning.get(word)
        if known is None or (word[-1] == "市" and text[at + length : at + length + 1] in _NOT_CITY):
            continue
        chains, stem, alone = known
        if before:
            chains = _following(chains, before, near=not alone)
        elif not alone:
            continue
        if chains:
            return at + len(word), chains, stem
    return None


@lru_cache(maxsize=50_000)
def _following(chains: frozenset[Chain], before: frozenset[Chain], *, near: bool) -> frozenset[Chain]:
    """Those of ``chains`` that lie inside one of ``before``: a division follows only one that contains it."""
    return frozenset(chain for chain in chains - before if any(_within(chain, outer, near=near) for outer in before))


def _within(chain: Chain, outer: Chain, *, near: bool) -> bool:
    """Inside, and with ``near`` with no level between: 中原 of 中原区 follows 郑州, not 河南."""
    if near:
        return outer == (chain[0], chain[1], "")
    return all(not o or o == c for o, c in zip(outer, chain, strict=True)) and chain != outer


def _below(text: str) -> str:
    """A development zone or a township at the beginning, with its own name of up to six characters."""
    if _ENDS_OF_BELOW.isdisjoint(text):
        return ""
    for zone in words.zones():
        place = text.find(zone)
        if 0 <= place <= 6:
            return text[: place + len(zone)]
    for town in words.towns():
        if text.find(town, 0, 3 + len(town)) in (2, 3):
            return text[: text.find(town) + len(town)]
    return ""


@cache
def _index() -> _Index:
    meaning: dict[str, tuple[set[Chain], str, bool]] = {}

    def add(word: str, chain: Chain, stem: str, *, alone: bool) -> None:
        chains, known, was = meaning.get(word, (set(), stem, False))
        meaning[word] = (chains | {chain}, known, was or alone)

    with (HOME / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stem_of = {row["name"]: row["stem"] for row in rows}
    brands = words.rather_brands()
    for row in rows:
        name, stem, level = row["name"], row["stem"], int(row["level"])
        above = (stem_of.get(row["province"], row["province"]), stem_of.get(row["city"], row["city"]))
        chain: Chain = ((stem, "", ""), (above[0], stem, ""), (*above, stem))[level - 1]
        add(name, chain, stem, alone=level < _COUNTY or len(name) > 2)
        for long, short in _AUTONOMOUS:
            if name.endswith(long):  # 大理州 for 大理白族自治州
                add(stem + short, chain, stem, alone=True)
        if len(stem) > 1:
            # 余杭 alone may be the county; 朝阳 of 朝阳区 only after 北京, and never 郊区.
            add(stem, chain, stem, alone=level < _COUNTY or (name[-1] in "市县旗" and stem not in brands))
    lengths: dict[str, set[int]] = {}
    for word in meaning:
        lengths.setdefault(word[:2], set()).add(len(word))
    return _Index(
        {word: (frozenset(chains), stem, alone) for word, (chains, stem, alone) in meaning.items()},
        {head: tuple(sorted(some, reverse=True)) for head, some in lengths.items()},
    )
