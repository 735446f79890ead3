"""Two names compared: a score, a verdict, and a reason for every part that was looked at.

"Same" is never a matter of points. It is given for one and the same normal form, and for two whole names in which only what the
law itself holds to be nothing differs: brackets, the region before the brand or behind it in brackets, 有限公司 or 有限责任公司.
Everything else is for a person: 多一个“市”字的，可能就是在另一级机关登记的另一家公司。
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from goodstanding.rules.naming import shortening, weighing
from goodstanding.rules.naming.parting import Parts, as_brand, parts_of_normal, unmarked
from goodstanding.rules.naming.reasons import VERDICTS, Reason, Verdict, kinds
from goodstanding.rules.naming.writing import normal

LIKELY = 0.75
"""Score below which nothing is proposed as the same body."""
UNSURE = 0.45
"""Score below which names are simply different."""
MOST = 0.99
"""The highest score of two names that are not the same."""
_SHORT = 0.95
_RANK: dict[str, int] = {verdict: at for at, verdict in enumerate(VERDICTS)}


class Likeness(NamedTuple):
    """``score`` 0..1 orders candidates; ``verdict`` says what may be done; ``reasons`` name the parts that agree and differ."""

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]


class Dated(NamedTuple):
    """A name an organisation bears or bore; ``until`` None: its present name."""

    name: str
    since: date | None = None
    until: date | None = None


def compare(a: str, b: str) -> Likeness:
    """How alike two names are, however they are written. Symmetric but for the order within a reason; never raises."""
    return compare_normal(normal(a), normal(b))


def compare_normal(a: str, b: str) -> Likeness:
    """:func:`compare` of two names in their normal form, as they are stored."""
    if not a or not b:
        return Likeness(0.0, "different", (Reason("name_empty", a, b),))
    one, other = parts_of_normal(a), parts_of_normal(b)
    if a == b or (one.proof and one.proof == other.proof):
        agreeing = (reason for reason in _reasons(one, other) if reason.agrees)
        return Likeness(1.0, "same", (Reason("name_identical" if a == b else "name_rewritten", a, b), *agreeing))
    if one.place.lone or other.place.lone:
        one, other = _read_alike(one, other), _read_alike(other, one)
    reasons = _reasons(one, other)
    if bool(one.form) != bool(other.form) and not (one.branch or other.branch):
        score = _shortened(*((other, one) if one.form else (one, other)), reasons)
        if score:
            kept = (reason for reason in reasons if reason.part != "brand" or reason.agrees)
            return Likeness(score, "likely" if score >= LIKELY else "unsure", (Reason("name_short", a, b), *kept))
    return _weighed(reasons)


def compare_any(a: str, names: Iterable[Dated], on: date) -> Likeness:
    """The best of an organisation's names: its present one always, a former one only if it was borne ``on`` that day.

    Where a former name is the better one the reasons say so first. No name at all gives an empty comparison, verdict "different".
    """
    best = compare("", a)
    for named in names:
        if named.until is None:
            found = compare(a, named.name)
        elif (named.since is None or named.since <= on) and on <= named.until:
            likeness = compare(a, named.name)
            found = likeness._replace(reasons=(Reason("name_former", a, named.name), *likeness.reasons))
        else:
            continue
        best = max(best, found, key=_better)
    return best


def _better(likeness: Likeness) -> tuple[int, float]:
    return -_RANK[likeness.verdict], likeness.score


def _reasons(a: Parts, b: Parts) -> tuple[Reason, ...]:
    return tuple([reason for check in weighing.CHECKS if (reason := check(a, b))])


def _read_alike(one: Parts, other: Parts) -> Parts:
    """海康 is a county and the beginning of 海康威视: beside a name whose brand begins so, it is no region."""
    return as_brand(one) if one.place.lone and one.region != other.region and other.brand.startswith(one.region) else one


def _weighed(reasons: tuple[Reason, ...]) -> Likeness:
    known, score, most = _weights(), 1.0, _RANK["likely"]
    for reason in reasons:
        weight, rank = known[reason.code]
        score *= weight
        if rank > most:  # noqa: PLR1730 - max() for every reason of every pair would be a fifth of this loop
            most = rank
    found = "likely" if score >= LIKELY else "unsure" if score >= UNSURE else "different"
    return Likeness(min(round(score, 4), MOST), VERDICTS[max(most, _RANK[found])], reasons)


@cache
def _weights() -> dict[str, tuple[float, int]]:
    """Code of a reason -> its weight, and the place of its highest verdict in :data:`VERDICTS`."""
    return {code: (kind.weight, _RANK[kind.most]) for code, kind in kinds().items()}


def _shortened(short: Parts, whole: Parts, reasons: tuple[Reason, ...]) -> float:
    """The score of a short name that stands for a whole one; 0 where it does not."""
    if any(kinds()[reason.code].most == "different" for reason in reasons if reason.part != "brand"):
        return 0.0
    text = unmarked(short.name)
    return round(_SHORT * shortening.explained(text, whole, shortening.even), 4) if shortening.stands_for(text, whole) else 0.0
