"""CSV in all its dialects. Plain files are left for DuckDB (`Direct`), others are read here with care."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

from goodstanding.pipeline.read import raw
from goodstanding.pipeline.read.encoding import detect, lines, to_utf8
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Direct, Limits, Row, Sheet

_DELIMITERS = ",\t;|"
_BLOCK = 1 << 20
_SEAM = 4
_TAIL_BYTES = 65_536
_NEWLINE = 10
_DIALECT_ROWS = 100
_RECORD_LINES = 1_000  # a record that goes on longer has lost a quote
_SHEET = "CSV"
_LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")


def read(path: Path, *, into: Path, limits: Limits, direct: bool) -> tuple[str, Sheet | None]:
    """The encoding found, and the one sheet of a CSV; ``None`` where nothing stands in it."""
    encoding = detect(path)
    text = path if encoding.startswith("utf-8") else to_utf8(path, encoding, into / "text.csv", limits)
    code = encoding if text is path else "utf-8"
    delimiter, width = _dialect(text, code, limits)
    if direct and (sheet := _direct(text, code, delimiter, limits)):
        return encoding, sheet
    records = _records(text, code, delimiter, limits)
    return encoding, raw.write(records, name=_SHEET, into=into / "sheet0.parquet", limits=limits, width=width)


def _dialect(path: Path, encoding: str, limits: Limits) -> tuple[str, int]:
    """The delimiter that cuts most of the first records into the same number of cells, two or more, and that number.

    A record with more cells than that has one too many: a delimiter inside a text without quotes.
    """
    scores = {}
    for delimiter in _DELIMITERS:
        rows = islice(_lenient(path, encoding, delimiter, limits), _DIALECT_ROWS)
        scores[delimiter] = max((agreeing * (width - 1), width) for width, agreeing in Counter(map(len, rows)).items())
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter][0])
    return best, scores[best][1]


def _lenient(path: Path, encoding: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(limits.cell_chars * 4)
    texts = (part for _, text in lines(path, encoding, limits) for part in _parts(text))
    yield from csv.reader(islice(texts, _DIALECT_ROWS * 10), delimiter=delimiter)


def _parts(line: str) -> list[str]:
    """The line, cut at a lone carriage return, which ends a line as well."""
    return [part for part in _LONE_RETURN.split(line) if part] if "\r" in line[:-1] else [line]


def _records(path: Path, encoding: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    """Records numbered as a spreadsheet numbers them: a blank line counts, a line break inside quotes does not."""
    csv.field_size_limit(limits.cell_chars)
    at = [0, 0]  # the physical line read last, and the one the record began on

    def physical() -> Iterator[str]:
        for number, text in lines(path, encoding, limits):
            at[0] = number
            if number - at[1] > _RECORD_LINES:
                raise refuse("QUOTES_BROKEN", line=at[1])
            yield from _parts(text)

    try:
        at[1] = 1
        for line, cells in enumerate(csv.reader(physical(), delimiter=delimiter, strict=True), 1):
            at[1] = at[0] + 1
            if cells:
                yield Row(line, tuple(cells))
    except csv.Error as fault:
        if "field limit" in str(fault):
            raise refuse("CELL_TOO_LONG", line=at[1], limit=limits.cell_chars) from None
        raise refuse("QUOTES_BROKEN", line=at[1]) from None


def _direct(path: Path, encoding: str, delimiter: str, limits: Limits) -> Sheet | None:
    """The sheet as DuckDB can read it, where the records of the head have one width and no line of the file is blank."""
    head = tuple(islice(_records(path, encoding, delimiter, limits), raw.HEAD))
    widths = {len(row.cells) for row in head}
    unbroken = [row.line for row in head] == list(range(1, len(head) + 1))
    if not unbroken or len(widths) != 1 or not 1 < max(widths) <= limits.columns or not is_plain(path) or _notes_below(path, delimiter):
        return None
    return Sheet(name=_SHEET, width=max(widths), head=head, direct=Direct(path, delimiter))


def _notes_below(path: Path, delimiter: str) -> bool:
    """Whether one of the last lines has its first cell filled alone, as a note under a table has."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        end = file.read().decode("utf-8", "ignore").splitlines()[1:]
    return any(line and not line[line.find(delimiter) :].strip(delimiter + '" ') for line in end[-raw.TAIL :] if delimiter in line)


def is_plain(path: Path) -> bool:
    """Whether no byte is NUL and no line blank (but at the end). Every byte is looked at, in two threads."""
    end = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, end - _TAIL_BYTES))
        last = file.read()
    end -= len(last) - len(last.rstrip(b"\r\n"))
    spans = [(0, min(end, end // 2 + _SEAM)), (end // 2, end)]
    with ThreadPoolExecutor(2) as pool:
        return all(pool.map(lambda span: _span_is_plain(path, *span), spans))


def _span_is_plain(path: Path, begin: int, end: int) -> bool:
    """Line ends close together are looked at more closely; blocks overlap so that nothing hides at a seam."""
    view = memoryview(bytearray(_BLOCK))
    block = np.frombuffer(view, dtype=np.uint8)
    with path.open("rb", buffering=0) as file:
        while begin < end:
            file.seek(begin)
            count = file.readinto(view[: min(_BLOCK, end - begin)])
            if not count:
                break
            part = block[:count]
            gaps = np.diff(np.flatnonzero(part == _NEWLINE))
            if not part.min() or (gaps.size and gaps.min() < _SEAM and _has_blank_line(part.tobytes())):
                return False
            begin += count if begin + count >= end else count - _SEAM
    return True


def _has_blank_line(text: bytes) -> bool:
    return b"\n\n" in text or b"\n\r\n" in text
