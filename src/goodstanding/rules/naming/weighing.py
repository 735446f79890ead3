"""Part against part: what can be said of two names' regions, brands, trades, forms and branches. Each gives reasons, none decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from goodstanding.rules.naming import placing, sounding, words
from goodstanding.rules.naming.parting import NUMERALS, Parts
from goodstanding.rules.naming.placing import Region
from goodstanding.rules.naming.reasons import Reason

KEPT = 50_000
"""Answers kept for each part: regions, trades and forms are few and come again and again."""
_KINDS_OF_DIVISION = "省市区县旗州盟"
_DIGITS = re.compile("[0-9]+")
_BETWEEN_NAMES = "、;/|"


def regions(a: Parts, b: Parts) -> Reason | None:
    """Whether the two names can speak of one place."""
    return _regions(a.region, b.region, a.place, b.place)


@lru_cache(maxsize=KEPT)
def _regions(x: str, y: str, one: Region, other: Region) -> Reason | None:
    if one.country != other.country and (x == y or not (one.chains and other.chains)):
        return Reason("region_country", one.country + one.written, other.country + other.written)
    if x == y:
        return Reason("region_equal", x, y) if x else None
    if not (one.chains and other.chains):
        return Reason("region_absent", x, y)
    return Reason(_region(one, other), x, y)


def _region(one: Region, other: Region) -> str:
    if not placing.compatible(one.chains, other.chains) or (one.below and other.below and one.below != other.below):
        return "region_differs"
    if one.below != other.below or not (one.stems.endswith(other.stems) or other.stems.endswith(one.stems)):
        return "region_within"
    if one.stems != other.stems:
        return "region_shorter"
    ends = {place.written[-1] for place in (one, other) if place.written[-1] in _KINDS_OF_DIVISION and place.written != place.stems}
    return "region_kind" if len(ends) > 1 else "region_shorter"


def brands(a: Parts, b: Parts) -> Reason | None:
    """Whether the brands are one, near each other, or two."""
    x, y = a.brand, b.brand
    if x == y:
        return Reason("brand_equal" if x else "brand_none", x, y)
    return Reason(_brand(x, y) if x and y else "brand_absent", x, y)


def _brand(x: str, y: str) -> str:
    left, right = apart(x, y)
    if len(left) == len(right):
        if sounding.alike(left, right):
            return "brand_homophone"
        if len(left) == 1:
            return "brand_character"
        return "brand_swapped" if len(left) == 2 and left == right[::-1] else "brand_differs"
    if x.startswith(y) or y.startswith(x) or x.endswith(y) or y.endswith(x):
        return "brand_longer"
    return "brand_character" if len(left) + len(right) == 1 else "brand_differs"


def trades(a: Parts, b: Parts) -> Reason | None:
    """Whether the trades are one, near each other, or two."""
    return _trades(a.trade, b.trade)


@lru_cache(maxsize=KEPT)
def _trades(x: str, y: str) -> Reason | None:
    if x == y:
        return Reason("trade_equal", x, y) if x else None
    return Reason(_trade(x, y) if x and y else "trade_absent", x, y)


def _trade(x: str, y: str) -> str:
    if _contains(x, y) or _contains(y, x):
        return "trade_longer"
    if not _groups(x).isdisjoint(_groups(y)):
        return "trade_near"
    left, right = apart(x, y)
    return "trade_character" if len(left) < 2 and len(right) < 2 else "trade_differs"


def forms(a: Parts, b: Parts) -> Reason | None:
    """Whether the forms are one in law."""
    return _forms(a.form, b.form, a.kind, b.kind)


@lru_cache(maxsize=KEPT)
def _forms(x: str, y: str, kind: str, other: str) -> Reason | None:
    if x == y:
        return Reason("form_equal", x, y) if x else None
    if not x or not y:
        return Reason("form_absent", x, y)
    same = words.same_forms()
    if same.get(x, x) == same.get(y, y):
        return Reason("form_spelling", x, y)
    if kind == other:
        return Reason("form_variant", x, y)
    return Reason("form_near" if frozenset((kind, other)) in words.near_forms() else "form_differs", x, y)


def groups(a: Parts, b: Parts) -> Reason | None:
    """Whether both say 集团, or neither."""
    if a.group == b.group:
        return None
    left_out = not (b.form if a.group else a.form)
    return Reason("group_left_out" if left_out else "group_differs", "集团" * a.group + a.form, "集团" * b.group + b.form)


def branches(a: Parts, b: Parts) -> Reason | None:
    """A branch is never its parent, nor another branch."""
    x, y = a.branch, b.branch
    if x is None or y is None:
        return None if x is y else Reason("branch_alone", x.written if x else "", y.written if y else "")
    if x.written == y.written:
        return Reason("branch_equal", x.written, y.written)
    near = x.word == y.word and _same_mark(x.mark, y.mark)
    return Reason("branch_shorter" if near else "branch_differs", x.written, y.written)


def _same_mark(x: str, y: str) -> bool:
    one, other = placing.exact(x), placing.exact(y)
    return bool(one and other and one.stems == other.stems and placing.compatible(one.chains, other.chains))


def numbers(a: Parts, b: Parts) -> Reason | None:
    """第一 and 第二, 三局 and 四局: both names count, and count differently."""
    if not (a.counted and b.counted) or a.core == b.core:
        return None
    left, right = apart(a.core, b.core)
    numerals = bool(left and right) and NUMERALS.issuperset(left + right)
    if numerals or ((digits := _DIGITS.findall(a.core)) and (others := _DIGITS.findall(b.core)) and digits != others):
        return Reason("number_differs", left, right)
    return None


def cells(a: Parts, b: Parts) -> Reason | None:
    """Whether one of them is two names in one cell."""
    if "公司" not in a.core and "公司" not in b.core:
        return None
    two = any("公司" in core and mark in core for core in (a.core, b.core) for mark in _BETWEEN_NAMES)
    return Reason("name_two", a.name, b.name) if two else None


def apart(x: str, y: str) -> tuple[str, str]:
    """What is left of two texts when their common beginning and end are taken away."""
    start, shorter = 0, min(len(x), len(y))
    while start < shorter and x[start] == y[start]:
        start += 1
    end = 0
    while end < shorter - start and x[-1 - end] == y[-1 - end]:
        end += 1
    return x[start : len(x) - end], y[start : len(y) - end]


def _contains(long: str, short: str) -> bool:
    """Every word of the short trade stands, in order, in the long one: 生活服务 and 服务."""
    at = 0
    for character in short:
        at = long.find(character, at) + 1
        if not at:
            return False
    return True


@lru_cache(maxsize=KEPT)
def _groups(trade: str) -> frozenset[str]:
    known, found, end = words.trades(), set(), len(trade)
    while word := known.at_end(trade[:end]):
        found.add(known.meaning[word])
        end -= len(word)
    return frozenset(found - {"general"}) or frozenset(found)


CHECKS: tuple[Callable[[Parts, Parts], Reason | None], ...] = (numbers, cells, regions, brands, trades, forms, groups, branches)
"""Every comparison, in the order in which a reader is told."""
