"""A text as its reader sees it, with the way back: what is found in the view can be cut out of the original.

Full-width, circled and other digits become plain ones, full-width letters and punctuation become ASCII, invisible
characters vanish. Every visible character stays one character, so places need an index only where something was invisible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from goodstanding.rules.characters import INVISIBLE

ODD = r"\u24b6-\u24e9\u2e80-\u2fdf\uf900-\ufaff\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb\U0001f130-\U0001f149\U0002f800-\U0002fa1f"
"""Body of a character class: letters and radicals that look like others (full-width, circled, mathematical, compatibility)."""
FOLDED = rf"{ODD}\uff01-\uff20\uff3b-\uff40\uff5b-\uff5e\xa0\u2000-\u200a\u202f\u205f\u3000"
"""Those, full-width punctuation and the many spaces."""

_FOLDED = re.compile(f"[{FOLDED}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


class View(NamedTuple):
    """``at[i]`` is the place of ``text[i]`` in the original; None where both agree."""

    text: str
    at: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span of ``text[start:end]``; what was invisible inside is part of it."""
        return (start, end) if self.at is None else (self.at[start], self.at[end - 1] + 1)


class _Folding(dict[int, str]):
    """``str.translate`` table that learns each character when it first meets it."""

    def __missing__(self, codepoint: int) -> str:
        folded = fold(chr(codepoint))
        self[codepoint] = folded
        return folded


def fold(character: str) -> str:
    """One character to one: its digit value, or for the ranges of :data:`FOLDED` its compatibility form where that is one character."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character) if _FOLDED.match(character) else character
    return plain if len(plain) == 1 else character


_FOLDING = _Folding()


def view(text: str) -> View:
    """See the module's first lines."""
    if _INVISIBLE.search(text) is None:
        return View(text.translate(_FOLDING), None)
    at = [place for place, character in enumerate(text) if _INVISIBLE.match(character) is None]
    return View("".join(text[place] for place in at).translate(_FOLDING), at)
