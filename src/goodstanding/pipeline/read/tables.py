"""What reading a file yields: sheets of raw text cells, numbered as a spreadsheet shows them.

Every value is text exactly as a person would see it in the file (numbers without float noise, dates as ISO text); nothing is
repaired, and nothing is trusted. The folder the Parquet files lie in still holds personal data: the caller destroys it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused with a sentence. Memory does not depend on ``file_bytes``."""

    file_bytes: int = 16 * 1024**3
    unpacked_bytes: int = 4 * 1024**3  # of all parts of an .xlsx together
    unpack_ratio: int = 300  # unpacked / packed, looked at past 16 MiB; real sheets stay under 100
    parts: int = 5_000  # entries in an .xlsx
    strings_bytes: int = 512 * 1024**2  # shared strings and styles of an .xlsx, unpacked: held in memory
    xls_bytes: int = 128 * 1024**2
    xls_memory: int = 2 * 1024**3  # of the process that reads an .xls
    cell_chars: int = 1_000_000
    columns: int = 500
    sheets: int = 200


class Row(NamedTuple):
    """One row: ``line`` as the spreadsheet shows it (1-based; 0 is the header made of JSON keys), ``cells`` as text, '' = empty."""

    line: int
    cells: tuple[str, ...]


class Merged(NamedTuple):
    """A merged range, 1-based lines, 0-based columns, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Note(NamedTuple):
    """A finding about the file and not about a row: a notice of the catalogue (``rule``) and what stands in its sentence."""

    rule: str
    value: str = ""
    detail: str = ""
    sheet: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Direct:
    """A plain CSV that DuckDB may read itself, line = record number (there are no blank lines and no NUL).

    The head was checked, not every byte: when DuckDB refuses it (broken quotes, ragged rows, another encoding further down),
    call :func:`open_table` again with ``direct=False``, which reads with care and says what is wrong and where.
    """

    path: Path
    delimiter: str
    quote: str = '"'


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Either ``parquet`` or ``direct`` is set.

    ``parquet`` columns: ``sheet text, line bigint, surplus bigint, c0 … c{width-1} text`` (NULL = empty cell; empty rows are left out;
    ``surplus`` counts cells right of the last column, which slipped there). Every row is there, titles, header and notes included.
    ``head`` and ``tail`` are the first and last rows, for finding header and notes; a direct CSV has no tail.
    """

    name: str
    width: int
    head: tuple[Row, ...]
    parquet: Path | None = None
    direct: Direct | None = None
    rows: int | None = None
    tail: tuple[Row, ...] = ()
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """A file, read. ``format``: csv, xlsx, xls, spreadsheetml, json, ndjson; ``encoding`` '' where the format has its own."""

    format: str
    encoding: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = field(default=())
