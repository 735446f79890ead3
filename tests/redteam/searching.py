"""Looks for planted data in text of any size: as planted, without separators, in NFKC, and as digits alone.

Text becomes an array of code points; one table folds them (full width, crosses for X, separators away). A hash of every window
of a few characters is compared at once with the hashes of what was planted, and only where they agree is the text itself compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.uint32]

_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\+[nrtbfv]")  # as JSON and COPY write what cannot be seen
_SEPARATING = " -_.()[]{}<>·•‐‑‒–—―−《》〈〉「」『』【】〔〕"
_PARTING = "\t\r\n,\"'"
"""What stands between the pieces of one number goes; what parts cells stays."""
_DRAWN = re.compile(r"(?<![0-9A-Za-z])(?=[0-9-]*[a-f])(?:[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])")
"""Checksums and keys as they are written. In some hundred million of their digits anybody's number comes up by chance."""
_CROSSES = dict.fromkeys("×Хх✕", "X")
SHORT, START, HEAD, TAIL = 5, 9, 12, 14
"""Windows: a person's name; what every longer datum begins with; the front and the end of a long number, personal even alone."""
BLOCK = 1 << 22
OVERLAP = 400


class Found(NamedTuple):
    """A planted datum that got through."""

    datum: str
    where: str
    around: str


@cache
def _folding() -> Points:
    """Code point -> what it is taken for; 0 for what separates, hides or cannot be one character."""
    table = np.arange(0x110000, dtype=np.uint32)
    for point in [*range(0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE1000)]:
        char = chr(point)
        plain = unicodedata.normalize("NFKC", _CROSSES.get(char, char)).upper()
        hidden = unicodedata.category(char) in {"Cc", "Cf", "Zs", "Mn"} or char in _SEPARATING or plain in _SEPARATING
        if char not in _PARTING:
            table[point] = 0 if hidden or len(plain) != 1 else ord(plain)
    return table


@cache
def _digits() -> npt.NDArray[np.bool_]:
    """Which folded points stay when only numbers are looked at: digits, X, and the line end, so that lines do not run together."""
    stays = np.zeros(0x110000, dtype=np.bool_)
    stays[[ord(char) for char in "0123456789X\n"]] = True
    return stays


def fold(text: str) -> Points:
    """The text without anything that separates, escapes undone."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text) if "\\" in text else text
    points: Points = _folding()[np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    seen: Points = points[points != 0]
    return seen


def digits(points: Points) -> Points:
    """Only the numbers of a folded text: words between digits do not hide a number either."""
    kept: Points = points[_digits()[points]]
    return kept


def _text(points: Points) -> str:
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _hashes(points: Points, length: int) -> npt.NDArray[np.uint64]:
    """A hash of every window of ``length`` code points, built by doubling."""
    size = len(points) - length + 1
    if size <= 0:
        return np.empty(0, dtype=np.uint64)
    result = np.zeros(size, dtype=np.uint64)
    power, width, done, scale = points.astype(np.uint64) * np.uint64(_BASE) + np.uint64(1), 1, 0, _BASE
    while length:
        if length & 1:
            result = result * np.uint64(scale) + power[done : done + size]
            done += width
        length >>= 1
        if length:
            power = power[:-width] * np.uint64(scale) + power[width:]
            width, scale = width * 2, scale * scale & _MASK
    return result


class _Windows:
    """Texts known by the hash of a window of theirs."""

    def __init__(self, length: int, known: Iterable[tuple[str, str]]) -> None:
        self._length = length
        self._by: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for form, datum in known:
            first = np.array([ord(char) for char in form[:length]], dtype=np.uint32)
            self._by[int(_hashes(first, length)[0])].append((form, datum))
        self._maybe = np.zeros(1 << 24, dtype=np.bool_)
        self._maybe[[key >> 40 for key in self._by]] = True

    def hits(self, points: Points) -> Iterator[tuple[str, int, int]]:
        """(datum, start, end) wherever one of the texts stands."""
        hashes = _hashes(points, self._length)
        for place in np.flatnonzero(self._maybe[(hashes >> np.uint64(40)).astype(np.int64)]).tolist():
            for form, datum in self._by.get(int(hashes[place]), ()):
                if _text(points[place : place + len(form)]) == form:
                    yield datum, place, place + len(form)


class Searcher:
    """Knows everything that was planted."""

    def __init__(self, planted: Iterable[str]) -> None:
        forms = [(_text(fold(datum)), datum) for datum in planted]
        numbers = [(number, datum) for form, datum in forms if form[0].isdigit() and len(number := _text(digits(fold(form)))) > TAIL]
        self._in_text = [
            _Windows(SHORT, [(form, datum) for form, datum in forms if len(form) < START]),
            _Windows(START, [(form, datum) for form, datum in forms if len(form) >= START]),
        ]
        self._in_numbers = [
            _Windows(HEAD, [(number[:HEAD], datum) for number, datum in numbers]),
            _Windows(TAIL, [(number[-TAIL:], datum) for number, datum in numbers]),
        ]

    def search(self, text: str, where: str) -> Iterator[Found]:
        """Every planted datum in the text, however it is written there."""
        for start in range(0, max(1, len(text)), BLOCK):
            block = text[start : start + BLOCK + OVERLAP]
            if found := list(self._found(block, where)):
                there = {one.datum for one in self._found(_DRAWN.sub("", block), where)}
                yield from (one for one in found if one.datum in there)

    def _found(self, text: str, where: str) -> Iterator[Found]:
        folded = fold(text)
        for points, windows in ((folded, self._in_text), (digits(folded), self._in_numbers)):
            for one in windows:
                for datum, first, last in one.hits(points):
                    if len(datum) > HEAD or not datum.isascii() or _stands_alone(points, first, last):
                        yield Found(datum, where, _text(points[max(0, first - 20) : last + 20]))


def _stands_alone(points: Points, first: int, last: int) -> bool:
    """A phone or passport number that is no piece of a longer number or of a checksum (a country code or zero may stand before it)."""
    before, after = _text(points[max(0, first - 2) : first]), _text(points[last : last + 1])
    glued = before[-1:].isascii() and before[-1:].isalnum()
    return not (after.isascii() and after.isalnum()) and (not glued or before == "86" or before[-1:] == "0")
