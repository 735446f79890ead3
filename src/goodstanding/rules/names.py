"""Names of organisations: one writing (:func:`normal`), parts (:func:`parts`), comparison (:func:`compare`), ranking (:func:`rank`).

The original is always kept beside. Plain Python over the word lists of ``catalogue/names``, which are read when first needed.
"""

from __future__ import annotations

from goodstanding.rules.naming.comparing import Dated, Likeness, compare, compare_any, compare_normal
from goodstanding.rules.naming.parting import Branch, Parts, parts
from goodstanding.rules.naming.ranking import Ranking, rank
from goodstanding.rules.naming.reasons import PARTS, VERDICTS, Reason, Verdict
from goodstanding.rules.naming.writing import bigrams, normal, tidy

__all__ = [
    "PARTS",
    "VERDICTS",
    "Branch",
    "Dated",
    "Likeness",
    "Parts",
    "Ranking",
    "Reason",
    "Verdict",
    "bigrams",
    "compare",
    "compare_any",
    "compare_normal",
    "normal",
    "parts",
    "rank",
    "tidy",
]
