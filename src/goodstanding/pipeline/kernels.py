"""Check digits of whole columns at once: table look-ups over Arrow's own buffers, some tens of nanoseconds a code.

These say only *surely right*; whatever they do not wave through is judged by :mod:`goodstanding.rules`. A code is looked at
two characters at a time: one table per pair of places holds what those two add to the sums, or ``_WRONG``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from goodstanding.rules import legacy, uscc

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]

_WRONG = 1 << 24
_SECOND = 4096  # where the second sum begins in an entry; each sum stays under it


class _Place(NamedTuple):
    """One character of a code: what it adds to the first and to the second sum, by character."""

    first: dict[str, int]
    second: dict[str, int]

    def table(self) -> Ints:
        """256 entries; a character that one of the two does not know is wrong here."""
        table = np.full(256, _WRONG, dtype=np.int32)
        for character in self.first.keys() & self.second.keys():
            table[ord(character)] = self.first[character] + self.second[character] * _SECOND
        return table


def _tables(places: list[_Place], pairs: dict[int, frozenset[str]]) -> Ints:
    """One table of 65,536 for each two characters, one behind the other. ``pairs``: closed lists for some twos."""
    tables = []
    for number in range(0, len(places), 2):
        low, high = places[number].table(), places[number + 1].table()
        table = (high[:, None] + low[None, :]).reshape(-1)  # little-endian: the first character is the low byte
        if number in pairs:
            known = [ord(p[1]) * 256 + ord(p[0]) for p in pairs[number]]
            table[np.setdiff1d(np.arange(65_536), known)] = _WRONG
        tables.append(table)
    return np.concatenate(tables)


_BASE36 = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORGCODE_LAST = {c: i for i, c in enumerate("0123456789X")}  # 11 - rest: 10 is written X, 11 is written 0, which is the same mod 11
_NOTHING = dict.fromkeys(_BASE36, 0)
_PAD = _Place({"\0": 0}, {"\0": 0})


def _orgcode_places() -> list[dict[str, int]]:
    return [{c: v * w % 11 for c, v in _BASE36.items()} for w in legacy.ORGCODE_WEIGHTS] + [_ORGCODE_LAST]


def _uscc_tables() -> Ints:
    weights = [*uscc.WEIGHTS, 1]  # with the check character the sum is 0 mod 31
    first = [{c: uscc.ALPHABET.index(c) * w % 31 for c in uscc.ALPHABET} for w in weights]
    first[2:8] = [{c: v for c, v in place.items() if c.isdigit()} for place in first[2:8]]
    second = [_NOTHING] * 8 + _orgcode_places() + [_NOTHING]
    return _tables([_Place(*pair) for pair in zip(first, second, strict=True)], {0: uscc.PAIRS, 2: uscc.PROVINCES})


_ZERO, _ONE, _THREE, _NINE = (np.uint8(ord(c)) for c in "0139")
_18, _19, _20 = (np.uint8((ord(c[0]) * 10 + ord(c[1])) % 256) for c in ("18", "19", "20"))
_USCC_TABLES = _uscc_tables()
_TAXNO_TABLES = _tables([_Place(dict.fromkeys(_BASE36, 0), _NOTHING)] * 6 + [_Place(p, _NOTHING) for p in _orgcode_places()] + [_PAD], {})
_ORGCODE_TABLES = _tables([_Place(place, _NOTHING) for place in _orgcode_places()] + [_PAD], {})


def _sums(codes: Codes, tables: Ints) -> Ints:
    twos = np.ascontiguousarray(codes.view(np.uint16).T).astype(np.intp)
    twos += np.arange(len(twos))[:, None] * 65_536
    sums: Ints = np.add.reduce(tables.take(twos), axis=0)
    return sums


def _usccs_right(codes: Codes) -> Bools:
    """Nothing at all to say: both check characters, a known pair, a known province."""
    sums = _sums(codes, _USCC_TABLES)
    right: Bools = (sums < _WRONG) & (sums % _SECOND % 31 == 0) & (sums // _SECOND % 11 == 0) & ~_dated(codes)
    return right


def _dated(codes: Codes) -> Bools:
    """Codes with a birth date where an identity number has it: not for a kernel to decide. Codes that start with 9 are no person's."""
    century = codes[:, 6] * np.uint8(10) + codes[:, 7]  # 1-2 and 8, 9, 0: bytes, so compare with the same sums
    may = (codes[:, 0] != _NINE) & ((century == _18) | (century == _19) | (century == _20))
    dated: Bools = may & (codes[:, 10] <= _ONE) & (codes[:, 12] <= _THREE)
    return dated


def _orgcodes_right(codes: Codes) -> Bools:
    return _zero_mod_11(codes, _ORGCODE_TABLES)


def _taxnos_right(codes: Codes) -> Bools:
    """Fifteen characters: six of area and an organisation code. Whether it is that of the row's USCC is asked beside (``sieving``).

    No area begins with 0, but a phone number with its country's does.
    """
    right: Bools = _zero_mod_11(codes, _TAXNO_TABLES) & (codes[:, 0] != _ZERO)
    return right


def _born(codes: Codes) -> Bools:
    """Month and day where an old identity number of 15 digits has them: not for a kernel to decide."""
    month = (codes[:, 8] <= _ONE) & ((codes[:, 8] == _ONE) | (codes[:, 9] != _ZERO))
    right: Bools = month & (codes[:, 10] <= _THREE)
    return right


def _zero_mod_11(codes: Codes, tables: Ints) -> Bools:
    padded = np.zeros((len(codes), codes.shape[1] + 1), dtype=np.uint8)
    padded[:, :-1] = codes
    sums = _sums(padded, tables)
    right: Bools = (sums < _WRONG) & (sums % 11 == 0)
    return right


def _regnos_right(codes: Codes) -> Bools:
    """ISO 7064 MOD 11,10 over 15 digits (GB/T 17710)."""
    digits = (codes - np.uint8(48)).astype(np.int32)
    product = np.full(len(codes), 10, dtype=np.int32)
    for place in range(14):
        rest = (digits[:, place] + product) % 10
        product = np.where(rest == 0, 10, rest) * 2 % 11
    right: Bools = (digits.max(axis=1, initial=0) < 10) & (digits[:, 14] == (11 - product) % 10)
    return right & ~_born(codes)


_CHECKS: dict[str, tuple[tuple[int, Callable[[Codes], Bools]], ...]] = {
    "uscc": ((18, _usccs_right),),
    "orgcode": ((9, _orgcodes_right),),
    "regno": ((15, _regnos_right),),
    "taxno": ((15, _taxnos_right), (18, _usccs_right)),
}
"""For each type the widths its codes have, and the check of each."""


def right(column: pa.Array, what: str) -> Bools:
    """For each cell whether it surely is a faultless code of that type, or NULL. ``what``: ``uscc``, ``orgcode``, ``regno``, ``taxno``."""
    answer: Bools = np.array(column.is_null()) if column.null_count else np.zeros(len(column), dtype=np.bool_)
    _, offsets_buffer, data_buffer = column.buffers()
    if data_buffer is None or not len(column):
        return answer
    offsets = np.frombuffer(offsets_buffer, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(data_buffer, dtype=np.uint8)
    widths = np.diff(offsets)
    for width, check in _CHECKS[what]:
        rows = np.flatnonzero(widths == width)
        if rows.size:
            answer[rows] = check(_side_by_side(data, offsets, rows, width))
    return answer


def _side_by_side(data: Codes, offsets: Ints, rows: npt.NDArray[np.intp], width: int) -> Codes:
    """The codes of these rows as a matrix; without a copy where all other cells are empty."""
    if rows.size * width == offsets[-1] - offsets[0]:
        return data[offsets[0] : offsets[-1]].reshape(-1, width)
    codes: Codes = data[offsets[rows][:, None] + np.arange(width, dtype=np.int32)]
    return codes
