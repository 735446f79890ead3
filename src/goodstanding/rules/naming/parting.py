"""The parts of a name: region, brand (字号), trade (行业), form (组织形式), branch (分支机构).

The Provisions on enterprise names (企业名称登记管理规定) art. 6: a name is made of region, brand, trade and form, in this order; a
branch's name is its parent's and a word such as 分公司 behind it. Names that people type leave parts out, move the region into
brackets, or stop early.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from goodstanding.rules.naming import placing, words
from goodstanding.rules.naming.placing import COUNTRY, Region
from goodstanding.rules.naming.writing import normal

CACHED = 200_000
"""Names whose parts are kept: a batch's candidates come again and again."""
LONGEST = 120
"""Characters that are looked at; no registered name is as long, and a pasted page must not cost more than a name."""
_UNCLEAR = ("", "公司")
_GROUP_ENDS = ("集团", ")")
NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾")
"""What a name counts with."""
_LIMITED = "有限公司"
_NUMBER = re.compile(r"(第?[一二三四五六七八九十百零〇0-9]+)$")
_BRACKETS = str.maketrans("", "", "()")


class Branch(NamedTuple):
    """``written`` behind the parent's name (杭州第一分公司), ``word`` (分公司), ``mark`` number or place, ``parent`` its name."""

    written: str
    word: str
    mark: str
    parent: str


class Parts(NamedTuple):
    """A name taken apart. Empty where a part is not there; of a branch, the parts are its parent's.

    ``region`` as written (before the brand or in brackets), ``place`` what it can mean; ``kind`` the code of the form; ``group``
    whether 集团 is there; ``core`` brand and trade together; ``proof`` what another writing must share to be the same name, empty if
    this is no whole name; ``counted`` whether a number is in the core.
    """

    name: str
    region: str
    brand: str
    trade: str
    form: str
    branch: Branch | None
    place: Region
    kind: str
    group: bool
    core: str
    proof: str
    counted: bool


def parts(name: str) -> Parts:
    """The parts of a name however it is written. Never raises; what cannot be told apart stands in ``brand``."""
    return parts_of_normal(normal(name))


@lru_cache(maxsize=CACHED)
def parts_of_normal(name: str) -> Parts:
    """:func:`parts` of a name that is in its normal form already."""
    text = name[:LONGEST]
    branch = _branch(text)
    text = (branch.parent if branch else text).replace("()", "")
    form, kind = _form(text)
    text = text[: len(text) - len(form)] if form or branch else unmarked(text)
    text, group = _group(text)
    place, start = placing.read(text)
    rest = text[start:]
    rest, inner = _bracketed(rest) if "(" in rest else (rest, placing.NOWHERE)
    if place.lone and inner.chains and not placing.compatible(place.chains, inner.chains):
        # 海康威视（杭州）…: the brackets hold the region, so the county's name before is the brand's beginning.
        start, rest = start - len(place.written), place.written + rest
        place = placing.NOWHERE._replace(country=place.country)
    country, moved = place.country, bool(inner.chains) and not place.written
    if moved:
        place = inner._replace(country=place.country or inner.country)
    core = _bare(rest if moved else text[start:])
    brand, trade = _split(_bare(rest) if inner.country else core)
    if len(brand) == 1 and place.written and place.written == place.stems and not (moved or place.below):
        # 上海滩: a region in its short form and one character behind it are a brand.
        core, brand, place = place.written + core, place.written + brand, placing.NOWHERE._replace(country=place.country)
    region = place.written + place.below
    proof = ""
    if (form or branch) and len(name) <= LONGEST:
        same_form = words.same_forms().get(form, form)
        where = f"{region}\0{core}"
        if moved and inner.country:  # 宏达（中国北京）, 中国宏达（北京）: the country’s name stays where it was written
            where = "\0" + _bare(text[start:])
        elif place.lone and not moved:
            where = f"\0{place.written}{core}"
        # One text with a mark between the parts that no normal name holds: a million tuples would be a burden on the collector.
        proof = f"{country}\0{where}\0{'集团' * group}\0{same_form}\0{branch.written if branch else ''}"
    named = inner.country or (COUNTRY if brand.endswith(COUNTRY) and len(brand) > len(COUNTRY) + 1 else "")
    if named and not place.country:
        brand, place = brand.removesuffix(named), place._replace(country=named)
    return Parts(name, region or place.country, brand, trade, form, branch, place, kind, group, core, proof, not NUMERALS.isdisjoint(core))


def as_brand(one: Parts) -> Parts:
    """The same name with its lone county's name read as the beginning of the brand."""
    place = placing.NOWHERE._replace(country=one.place.country)
    core = one.region + one.core
    brand, trade = _split(core)
    return one._replace(region=place.country, brand=brand, trade=trade, core=core, place=place)


def _branch(text: str) -> Branch | None:
    """What stands behind the parent's form, or what ends in a word that only branches bear."""
    if text.endswith(_LIMITED):  # by far the most names, and never a branch's
        return None
    for end in words.parents():
        at = text.rfind(end, 0, -1)
        if at > 0 and not (rest := text[at + len(end) :]).startswith("("):
            word = words.branches().at_end(rest)
            if word:
                return Branch(rest, word, rest[: -len(word)], text[: at + len(end)])
    word = words.certain_branches().at_end(text, 2)
    if not word:
        return None
    before = text[: -len(word)]
    mark = _mark(before)
    return Branch(mark + word, word, mark, before[: len(before) - len(mark)])


def _mark(text: str) -> str:
    """The number and the place that a branch's word stands behind where its parent's form is left out: 深圳第一."""
    number = _NUMBER.search(text)
    start = number.start() if number else len(text)
    for length in range(min(12, start - 2), 1, -1):
        place = placing.exact(text[start - length : start])
        if place and place.chains:
            return text[start - length :]
    return text[start:]


def unmarked(text: str) -> str:
    """A normal text without what exchanges add to a short name (*ST, XD, A, -U), where Chinese characters are left."""
    before, behind = words.marks()
    if text and text[0] < "\u2e80":
        mark = next((m for m in before if text.startswith(m) and text[len(m) : len(m) + 1] > "\u2e80"), "")
        text = text[len(mark) :]
    if text and text[-1] < "\u2e80":
        mark = next((m for m in behind if text.endswith(m) and text[-len(m) - 1 : -len(m)] > "\u2e80"), "")
        text = text[: len(text) - len(mark)]
    return text


def _form(text: str) -> tuple[str, str]:
    """The form and its kind; 有眼公司 and 有限公可 are 有限公司 as a scanner reads it."""
    known = words.forms().meaning
    if text.endswith(_LIMITED) and len(text) > len(_LIMITED) and text[-6:] not in known:
        return _LIMITED, known[_LIMITED]
    form = words.forms().at_end(text, 1)
    if form in _UNCLEAR:
        last = text[-len(_LIMITED) :]
        if (
            len(text) > len(last)
            and sum(a == b for a, b in zip(last, _LIMITED, strict=False)) == len(_LIMITED) - 1
            and not words.trades().at_end(last[:2])
        ):
            return last, "limited"
    return form, known.get(form, "")


def _group(text: str) -> tuple[str, bool]:
    if text.endswith(_GROUP_ENDS):
        word = next((one for one in words.group_words() if text.endswith(one) and len(text) > len(one) + 1), "")
        return text[: len(text) - len(word)], bool(word)
    return text, False


def _bracketed(text: str) -> tuple[str, Region]:
    """Without the one region in brackets, and that region."""
    start = text.find("(")
    end = text.find(")", start)
    if 0 <= start < end:
        region = placing.exact(text[start + 1 : end])
        if region:
            return text[:start] + text[end + 1 :], region
    return text, placing.NOWHERE


def _bare(text: str) -> str:
    return text.translate(_BRACKETS) if "(" in text or ")" in text else text


def _split(core: str) -> tuple[str, str]:
    """Brand and trade: as many words of trades from the end as leave a brand."""
    known, end, last = words.trades(), len(core), len(core)
    while word := known.at_end(core[:end], 1):
        last, end = end, end - len(word)
    if end == 1 and last < len(core):  # one character is no brand: 红 + 酒业 stays together
        end = last
    return core[:end], core[end:]
