"""Cells merged over several rows: each row is given the merged value, which is what the merge shows a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Merged, Row

MOST = 100_000
"""Merged ranges of a sheet."""
MOST_LINES = 10_000_000
"""Far more than any spreadsheet shows."""
_LETTERS = re.compile(r"[A-Z]{1,3}")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@cache
def column_number(letters: str) -> int:
    """0-based: ``A`` -> 0, ``AA`` -> 26. Raises ``Unusable`` for what is no column of a sheet."""
    if not _LETTERS.fullmatch(letters):
        raise refuse("FILE_CORRUPT", what=letters[:10])
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def parse_range(text: str) -> Merged:
    """``A1:C3`` -> ``Merged(1, 0, 3, 2)``."""
    ends = _REFERENCE.findall(text)
    if not ends:
        raise refuse("FILE_CORRUPT", what=text[:20])
    (left, top), (right, bottom) = ends[0], ends[-1]
    return Merged(int(top), column_number(left), int(bottom), column_number(right))


def filled(rows: Iterator[Row], merged: Sequence[Merged]) -> Iterator[Row]:
    """The rows with merges over several rows written out in their first column.

    ``merged`` is ordered by ``top`` and may grow while rows are read, as long as a merge is there before its first row.
    """
    waiting = 0
    open_merges: dict[int, tuple[int, str]] = {}
    for row in rows:
        while waiting < len(merged) and merged[waiting].top <= row.line:
            merge = merged[waiting]
            waiting += 1
            if merge.top == row.line < merge.bottom and merge.left < len(row.cells):
                open_merges[merge.left] = (merge.bottom, row.cells[merge.left])
        yield _with_values(row, open_merges) if open_merges else row


def _with_values(row: Row, open_merges: dict[int, tuple[int, str]]) -> Row:
    cells = list(row.cells)
    for column, (bottom, value) in list(open_merges.items()):
        if row.line > bottom:
            del open_merges[column]
            continue
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = cells[column] or value
    return Row(row.line, tuple(cells))
