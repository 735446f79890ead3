"""A basis taken apart: ``penalty-law:48,85`` is a law and the articles cited of it."""

from __future__ import annotations

import re
from typing import NamedTuple

_ARTICLE = re.compile(r"^[1-9][0-9]{0,3}$")
_BETWEEN = re.compile(r"[,，、\s]+")


class Basis(NamedTuple):
    """``articles`` is empty where the law as a whole is cited."""

    law: str
    articles: frozenset[str]


def parse(basis: str) -> Basis:
    """As the SQL of :mod:`locks` reads it."""
    law, _, cited = basis.partition(":")
    return Basis(law, frozenset(one for one in cited.replace(" ", "").split(",") if one))


def touches(basis: str, law: str, articles: str = "") -> bool:
    """Whether what rests on ``basis`` stops when these articles of that law do; no articles: the whole law."""
    cited = parse(basis)
    return cited.law == law and (not articles or bool(cited.articles & parse(f":{articles}").articles))


def written(typed: str) -> str | None:
    """Articles as somebody typed them (``48、85`` or ``48, 85``), in order and each once; None where one is no number."""
    found = [one for one in _BETWEEN.split(typed.strip()) if one]
    if not all(_ARTICLE.match(one) for one in found):
        return None
    return ",".join(sorted(set(found), key=int))
