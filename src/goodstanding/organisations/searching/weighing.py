"""Pairs of characters, and how rare each is: what makes a mistyped name findable among millions at the price of a few hundred.

A pair is two characters next to each other or with one between, in either order, as a hash. A wrong, missing, added or swapped
character leaves most pairs of a name alone. Common ones (有限, 公司) cost everything and tell nothing, so each name is indexed by its
rarest pairs only, and only the rarest of what somebody typed are looked up, until together they stand in ``BUDGET`` names.

How rare a pair is stands in one row of counters by hash (``Frequency``, 4 MB): two pairs may share a counter, which makes a rare one
look commoner than it is in one case of some hundred. ``keying`` adds every name it keys, so the counters grow with the register;
a process looks for newer ones every minute. Old counters cost a little speed or a near name, never an exact hit.
"""

from __future__ import annotations

import time
from array import array
from itertools import pairwise
from typing import NamedTuple

from goodstanding.organisations.models.searching import Frequency

KEPT = 12
"""Rarest pairs that a name is indexed by."""
BUDGET = 600
"""Names that the pairs looked up may stand in, together. Measured on a million names: docs/decisions/0011-search.md."""
BITS = 20
EVERY = 60.0
"""Seconds after which a process looks whether the counters have grown."""
ODD = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


class _Known(NamedTuple):
    counts: array[int]
    names: int
    read_at: float


_known: list[_Known] = []


def pairs(normal_name: str) -> list[int]:
    """The distinct pairs of a name, as the numbers they are indexed by (32 bits, signed: PostgreSQL's integer)."""
    points = [ord(character) for character in normal_name]
    found: dict[int, None] = {}
    for apart in (1, 2):
        for one, other in zip(points, points[apart:], strict=False):
            mixed = ((one << 32 | other if one < other else other << 32 | one) * ODD) & _MASK
            found[(mixed >> 32) - (1 << 31)] = None
    return list(found)


def place(pair: int) -> int:
    """A pair's counter: the first bits of its hash."""
    return (pair + (1 << 31)) >> (32 - BITS)


def empty() -> array[int]:
    """Counters that have counted nothing."""
    return array("I", bytes(4 << BITS))


def rarest(normal_name: str) -> list[int]:
    """What to look up for a name: its rarest pairs within :data:`BUDGET`, the very rarest however common it is."""
    counts = _counters()
    taken: list[int] = []
    spent = 0
    for number, pair in sorted((counts[place(pair)], pair) for pair in pairs(normal_name)):
        spent += number
        if taken and spent > BUDGET:
            break
        taken.append(pair)
    return taken


def share(text: str) -> float:
    """At most this share of all names holds the text: that of its rarest pair of neighbours. 0 while nothing is counted."""
    counts = _counters()
    total = _known[0].names
    neighbours = [pair for one, other in pairwise(text) for pair in pairs(one + other)]
    return min(counts[place(pair)] for pair in neighbours) / total if total and neighbours else 0.0


def rarest_runs(text: str) -> tuple[str, str]:
    """The two rarest runs of two characters; the text itself, twice, where it is no longer."""
    counts = _counters()
    runs = sorted(
        {one + other for one, other in pairwise(text)}, key=lambda run: min((counts[place(pair)] for pair in pairs(run)), default=0)
    )
    return (runs[0], runs[min(1, len(runs) - 1)]) if runs else (text, text)


def _counters() -> array[int]:
    now = time.monotonic()
    if not _known or now - _known[0].read_at > EVERY:
        _known[:] = [_newer(now)]
    return _known[0].counts


def _newer(now: float) -> _Known:
    """What is kept, unless the register has grown by a twentieth since."""
    names = Frequency.objects.values_list("names", flat=True).first() or 0
    kept = _known[0] if _known else None
    if kept and kept.names <= names <= kept.names * 1.05:
        return kept._replace(read_at=now)
    row = Frequency.objects.first()
    counts = empty() if row is None else array("I", bytes(row.counts))
    return _Known(counts, names, now)
