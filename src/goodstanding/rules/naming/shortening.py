"""Short names: how well a few characters, in their order, stand for a whole name (深桑达 for 深圳市桑达实业股份有限公司)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from goodstanding.rules.naming import words
from goodstanding.rules.naming.parting import Parts

TOGETHER = 1.15
"""How much more a character counts that follows its neighbour in the whole name too."""
_RUBBED = {"股": 0.15, "份": 0.15, "集": 0.3, "团": 0.3}
"""What is added to make a short name of four characters says little."""
_PADDING = ("股份", "集团")
_COVERED = 0.2
"""How much of the score is the share of the whole name's brand that the short one shows."""


def explained(short: str, whole: Parts, weigh: Callable[[str], float]) -> float:
    """0..1: the share of ``short`` (a normal text without marks) found in order in ``whole``, by ``weigh`` of its characters."""
    return max(_explained(one, whole, weigh) for one in spellings(short, whole))


def spellings(short: str, whole: Parts) -> tuple[str, ...]:
    """The short name, and with its first character as the region it may stand for: 深桑达, 深圳桑达."""
    region = words.short_regions().get(short[:1], "")
    return (short, region + short[1:]) if region and region in whole.place.stems else (short,)


def stands_for(short: str, whole: Parts) -> bool:
    """Whether every character of the short name stands in order in the whole one, from its region or brand on.

    股份 or 集团 at the end of a short name is padding.
    """
    return any(_stands_for(one, whole) for one in spellings(short, whole))


def _stands_for(short: str, whole: Parts) -> bool:
    said = short[:-2] if short[-2:] in _PADDING and len(short) > len(_PADDING) else short
    if len(said) < len(_PADDING) or said[0] not in (whole.name[:1], whole.brand[:1]):
        return False
    at = 0
    for character in said:
        at = whole.name.find(character, at) + 1
        if not at:
            return False
    return True


def even(character: str) -> float:
    """Every character counts alike, but for what short names are padded with."""
    return _RUBBED.get(character, 1.0)


def _explained(short: str, whole: Parts, weigh: Callable[[str], float]) -> float:
    weights = [weigh(character) for character in short]
    best = TOGETHER * sum(weights) - (TOGETHER - 1) * weights[0] if weights else 0.0
    if not best:
        return 0.0
    shown = whole.brand or whole.region or whole.name
    covered = sum(character in short for character in shown) / len(shown)
    return in_order(short, whole.name, weights) / best * (1 - _COVERED + _COVERED * covered)


def in_order(short: str, whole: str, weights: Sequence[float]) -> float:
    """The heaviest common subsequence; a character right behind the one before counts :data:`TOGETHER` as much."""
    before = [0.0] * (len(whole) + 1)
    joined = [False] * (len(whole) + 1)
    for character, weight in zip(short, weights, strict=True):
        now, here = [0.0] * len(before), [False] * len(before)
        for at, other in enumerate(whole):
            best = max(now[at], before[at + 1])
            if other == character:
                found = before[at] + weight * (TOGETHER if joined[at] else 1)
                if found > best:
                    best, here[at + 1] = found, True
            now[at + 1] = best
        before, joined = now, here
    return before[-1]
