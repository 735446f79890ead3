"""Why two names are held to be alike or not: one reason for each part that was looked at."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal, NamedTuple, get_args

from goodstanding.rules.naming.writing import HOME
from goodstanding.rules.texts import Text

Verdict = Literal["same", "likely", "unsure", "different"]
"""``same``: the same name. ``likely`` and ``unsure``: a person decides, the first with a proposal. ``different``: another body."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
PARTS = ("name", "region", "brand", "trade", "form", "branch")


class Kind(NamedTuple):
    """A kind of reason: the ``part`` it speaks of, its factor in the score, the highest verdict beside it, its sentence."""

    part: str
    weight: float
    most: Verdict
    text: Text


class Reason(NamedTuple):
    """``code`` names the kind (``brand_homophone``); ``a`` and ``b`` are that part of either name as written, empty where it is missing."""

    code: str
    a: str
    b: str

    @property
    def part(self) -> str:
        """One of :data:`PARTS`: what a page marks."""
        return kinds()[self.code].part

    @property
    def agrees(self) -> bool:
        """Whether this speaks for one and the same name."""
        return kinds()[self.code].most == "same"

    @property
    def text(self) -> Text:
        """The sentence in Chinese and English."""
        return kinds()[self.code].text.filled(a=self.a, b=self.b)


@cache
def kinds() -> dict[str, Kind]:
    """Code -> kind (``catalogue/names/reasons.toml``)."""
    raw = tomllib.loads((HOME / "reasons.toml").read_text(encoding="utf-8"))
    return {code: Kind(one["part"], one["weight"], one["most"], Text(one["zh"], one["en"])) for code, one in raw.items()}
