"""Candidates put in order for a name as somebody typed it: whole, short, or damaged.

A short name is weighed by the rarity of its characters among the candidates: 科技 says nothing where everybody is a 科技公司. A
whole name is compared part by part. Which of the many candidates are looked at closely is decided by the rarity of the characters
they share with the query.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from goodstanding.rules.naming import shortening, words
from goodstanding.rules.naming.comparing import compare_normal
from goodstanding.rules.naming.parting import Parts, parts_of_normal, unmarked
from goodstanding.rules.naming.writing import normal

CLOSELY = 60
"""Candidates that are weighed one by one."""
_LENGTH = 0.002
"""What each character more than the query's costs: of two that explain it alike, the plainer name comes first."""
_UNSEEN = 8.0
"""Weight of a character no candidate has."""
_COMPARED = 0.6
"""Share of the comparison by parts in the score of a whole name; the rest is its characters in order."""


class Ranking:
    """Candidates prepared for many queries. Built in one pass; holds an index of their characters."""

    def __init__(self, candidates: Iterable[str]) -> None:
        """Take the candidates' names as they are written; empty ones are left out, equal ones stay."""
        self.names = [name for name in candidates if normal(name)]
        self._parts = [parts_of_normal(normal(name)) for name in self.names]
        self._having: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self._parts):
            for character in set(one.name):
                self._having[character].append(at)
        self._rarity = {character: math.log(1 + len(self.names) / len(some)) for character, some in self._having.items()}

    def rank(self, query: str, k: int = 10) -> list[tuple[float, str]]:
        """The best ``k`` as (score 0..1, name), best first; fewer where fewer share a character with the query, none for an empty one."""
        asked = parts_of_normal(normal(query))
        scored = [(self._score(asked, self._parts[at]), -at) for at in self._close(asked)]
        return [(score, self.names[-at]) for score, at in heapq.nlargest(k, scored)]

    def _close(self, asked: Parts) -> list[int]:
        text = unmarked(asked.name)
        shared: Counter[int] = Counter()
        for character in dict.fromkeys(text + words.short_regions().get(text[:1], "")):
            rarity = self._rarity.get(character, 0.0)
            for at in self._having.get(character, ()):
                shared[at] += rarity  # type: ignore[assignment]  # a Counter holds any number
        return [at for at, _ in shared.most_common(CLOSELY)]

    def _score(self, asked: Parts, candidate: Parts) -> float:
        longer = _LENGTH * abs(len(candidate.name) - len(asked.name))
        explained = shortening.explained(unmarked(asked.name), candidate, self._weight)
        if not asked.form:
            return max(0.0, round(explained - longer, 4))
        compared = compare_normal(asked.name, candidate.name).score
        return max(0.0, round(_COMPARED * compared + (1 - _COMPARED) * explained - longer, 4))

    def _weight(self, character: str) -> float:
        return self._rarity.get(character, _UNSEEN) * shortening.even(character)


def rank(query: str, candidates: Iterable[str], k: int = 10) -> list[tuple[float, str]]:
    """:meth:`Ranking.rank` for one query."""
    return Ranking(candidates).rank(query, k)
