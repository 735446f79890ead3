"""Codes for invented bodies, a column at a time: right check characters, in ranges that are given to nobody.

``rules.uscc`` and ``rules.legacy`` are the reference these are tested against. Organisation codes here begin with ``MW``, ``MX`` or ``MY``,
departments' with ``MU`` (real new ones begin with MA to MF) or, for old bodies, with the digits 95 to 99.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from goodstanding.city.chance import Whole, shuffled

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, S, V, Z; a character's place is its value."""
OLD_RANGE = 5_000_000
NEW_RANGE = 31**6 * 3

_BYTES = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_VALUE = np.zeros(128, dtype=np.int64)
_VALUE[_BYTES] = np.arange(31)
_LETTER = np.zeros(128, dtype=np.int64)  # GB 11714: A = 10 … Z = 35 over the whole alphabet
_LETTER[48:58] = np.arange(10)
_LETTER[65:91] = np.arange(10, 36)
_ORGCODE_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_USCC_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)])
_MOD_11 = np.frombuffer(b"0X987654321", dtype=np.uint8)  # by remainder: 11 - r, 10 as X, 11 as 0

Letters = npt.NDArray[np.uint8]


def _column(texts: Sequence[str], width: int) -> Letters:
    return np.frombuffer("".join(texts).encode(), dtype=np.uint8).reshape(-1, width)


def _texts(letters: Letters) -> list[str]:
    width = letters.shape[1]
    return [text.decode() for text in np.ascontiguousarray(letters).view(f"S{width}").ravel().tolist()]


def orgcodes(index: Whole, old: npt.NDArray[np.bool_], seed: int) -> list[str]:
    """Organisation codes (9 characters, GB 11714-1997), a different one for each index; ``old`` ones are digits only."""
    letters = np.empty((len(index), 9), dtype=np.uint8)
    number = shuffled(index, OLD_RANGE, seed % OLD_RANGE) + 95_000_000
    for place in range(8):
        letters[:, place] = 48 + number // 10 ** (7 - place) % 10
    new = ~old
    number = shuffled(index, NEW_RANGE, seed % NEW_RANGE)[new]
    letters[new, 0] = ord("M")
    letters[new, 1] = np.frombuffer(b"WXY", dtype=np.uint8)[number // 31**6]
    for place in range(6):
        letters[new, 2 + place] = _BYTES[number // 31 ** (5 - place) % 31]
    return _texts(_with_check(letters))


def orgcodes_of(first8: Sequence[str]) -> list[str]:
    """Organisation codes from their first 8 characters."""
    letters = np.empty((len(first8), 9), dtype=np.uint8)
    letters[:, :8] = _column(first8, 8)
    return _texts(_with_check(letters))


def _with_check(letters: Letters) -> Letters:
    letters[:, 8] = _MOD_11[_LETTER[letters[:, :8]] @ _ORGCODE_WEIGHTS % 11]
    return letters


def usccs(prefixes: Sequence[str], orgcode: Sequence[str]) -> list[str]:
    """Codes from 8 characters (authority, category, area) and an organisation code, with the check character (mod 31)."""
    letters = np.empty((len(prefixes), 18), dtype=np.uint8)
    letters[:, :8] = _column(prefixes, 8)
    letters[:, 8:17] = _column(orgcode, 9)
    letters[:, 17] = _BYTES[-(_VALUE[letters[:, :17]] @ _USCC_WEIGHTS) % 31]
    return _texts(letters)


def regnos(first14: Sequence[str]) -> list[str]:
    """Registration numbers of 15 digits from their first 14 (ISO 7064 MOD 11,10)."""
    digits = _column(first14, 14)
    product = np.full(len(digits), 10, dtype=np.int64)
    for place in range(14):
        total = (digits[:, place] - 48 + product) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    return [text + str(check) for text, check in zip(first14, ((11 - product) % 10).tolist(), strict=True)]
