"""Names near to what was typed: one character wrong, missing, too many or swapped; a short name; another way of writing.

The names that share a rare pair of characters with the text are fetched (see :mod:`weighing`), some hundred of them, as one text: a row
each would cost more than the comparing. rapidfuzz puts them in order, and the best are looked at closely, so that the page can say what
differs. Known plan on a million names: one bitmap scan of ``searchkey_pairs``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel, LCSseq

from goodstanding.organisations.searching import weighing
from goodstanding.organisations.searching.asking import Query
from goodstanding.rules import names
from goodstanding.rules.naming.shortening import stands_for

MOST = 4_000
"""Names that are compared; a rarest pair may be common."""
CLOSELY = 20
"""Names that are looked at closely."""
LEAST = 4
"""Characters of which one may be wrong; of three, only where they are the whole name."""
LONGEST_SHORT = 8
SIMILAR = 0.8
FAINTLY = 0.6
"""Likeness from which a name is offered that differs by more, where nothing else is found."""
_CANDIDATES = """
    SELECT string_agg(normal_name, chr(10))
    FROM (SELECT normal_name FROM organisations_searchkey WHERE pairs && %s::integer[] LIMIT %s) sharing
"""
_ORDER = {"rewritten": 0, "short": 1, "near": 2, "similar": 3, "faint": 4}


class Difference(NamedTuple):
    """``kind``: substituted, missing, added, swapped; '' none that can be named."""

    kind: str = ""
    typed: str = ""
    right: str = ""


class Near(NamedTuple):
    """A name found: how (short, near, similar), how like, and what differs."""

    way: str
    score: float
    name: str
    difference: Difference = Difference()


def near(database: CursorWrapper, asked: Query) -> list[Near]:
    """The near names, the best first. A name that holds the text as it is, is none of them: it was found before."""
    text = asked.name
    wanted = weighing.rarest(text)
    if not wanted:
        return []
    database.execute(_CANDIDATES, [wanted, MOST])
    (joined,) = database.fetchone()
    if not joined:
        return []
    judged = [one for name, score in _best(text, joined.split("\n")) if text not in name and (one := judge(text, name, score))]
    judged.sort(key=lambda one: (_ORDER[one.way], -one.score, one.name))
    if any(one.way != "faint" for one in judged):
        judged = [one for one in judged if one.way != "faint"]
    return [one._replace(way="similar" if one.way in {"rewritten", "faint"} else one.way) for one in judged]


def _best(text: str, candidates: list[str]) -> list[tuple[str, float]]:
    """Those worth looking at closely: the likest as wholes, and the likest of those that have all characters but one, in order."""
    alike: list[tuple[str, Any, Any]] = process.extract(
        text, candidates, scorer=Indel.normalized_similarity, score_cutoff=FAINTLY, limit=CLOSELY
    )
    holding = process.extract(text, candidates, scorer=LCSseq.similarity, score_cutoff=len(text) - 1, limit=8 * CLOSELY)
    scores = {name: float(score) for name, score, _ in alike}
    rest = {name: float(Indel.normalized_similarity(text, name)) for name, _, _ in holding if name not in scores}
    return [*scores.items(), *sorted(rest.items(), key=lambda one: -one[1])[:CLOSELY]]


def judge(text: str, name: str, score: float) -> Near | None:
    """In what way a name is near, if it is."""
    short = len(text) <= LONGEST_SHORT and len(text) < len(name)
    if short and stands_for(text, names.parts(name)):
        return Near("short", score, name)
    if difference := differing(text, name):
        return Near("near", score, name, difference)
    if score >= FAINTLY:
        if score < SIMILAR:
            return Near("faint", score, name)
        proof = names.parts(text).proof
        return Near("rewritten" if proof and proof == names.parts(name).proof else "similar", score, name)
    return None


def differing(text: str, name: str) -> Difference | None:
    """What differs, where it is one character or one swap, between the text and the whole name or a piece of it."""
    if OSA.distance(text, name, score_cutoff=1) <= 1:
        return told(text, name)
    if len(text) < LEAST or len(text) > len(name):
        return None
    place = fuzz.partial_ratio_alignment(text, name)
    if place is None:
        return None
    for first in (place.dest_start, place.dest_start - 1, place.dest_start + 1):
        for last in (place.dest_end, place.dest_end + 1, place.dest_end - 1):
            piece = name[max(first, 0) : last]
            if piece and OSA.distance(text, piece, score_cutoff=1) <= 1:
                return told(text, piece)
    return None


def told(text: str, right: str) -> Difference:
    """What is left of two texts that are one step apart, without what they begin and end with in common."""
    start = 0
    while start < min(len(text), len(right)) and text[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(text), len(right)) - start and text[-1 - end] == right[-1 - end]:
        end += 1
    typed, meant = text[start : len(text) - end], right[start : len(right) - end]
    if not typed:
        return Difference("missing", "", meant)
    if not meant:
        return Difference("added", typed, "")
    return Difference("swapped" if len(typed) > 1 else "substituted", typed, meant)
