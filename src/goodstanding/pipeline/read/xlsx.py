"""Workbooks (.xlsx), read as a stream: memory depends neither on the rows nor on the text in them.

Only values are taken; formulas, macros, links and pictures are not looked at.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from goodstanding.pipeline.read import raw
from goodstanding.pipeline.read.archive import open_archive, part
from goodstanding.pipeline.read.merging import MOST, MOST_LINES, column_number, filled, parse_range
from goodstanding.pipeline.read.numbers import number_text, serial_text
from goodstanding.pipeline.read.parsing import parse_in_steps
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits, Merged, Note, Row, Sheet
from goodstanding.pipeline.read.xlsx_parts import SheetPart, date_styles, sheet_parts
from goodstanding.pipeline.read.xlsx_strings import Strings, unescaped

_MERGE = re.compile(rb'mergeCell\s[^>]*?ref="([^"]{2,40})"')
_DIGITS = "0123456789"
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}


def read(path: Path, *, into: Path, limits: Limits) -> tuple[list[Sheet], list[Note]]:
    """All visible sheets that hold something, and what is worth telling."""
    sheets: list[Sheet] = []
    notes: list[Note] = []
    with open_archive(path, limits) as archive:
        parts, date1904 = sheet_parts(archive)
        if len(parts) > limits.sheets:
            raise refuse("TOO_MANY_SHEETS", sheets=len(parts), limit=limits.sheets)
        book = Book(archive, Strings(archive, into / "strings.bin", limits), date_styles(archive), date1904, limits)
        for number, sheet_part in enumerate(parts):
            if not sheet_part.visible:
                notes.append(Note("SHEET_HIDDEN", sheet_part.name))
                continue
            sheet, told = book.sheet(sheet_part, into / f"sheet{number}.parquet")
            sheets += [sheet] if sheet else []
            notes += told
    return sheets, notes


@dataclass(slots=True)
class Book:
    """What all sheets of a workbook share."""

    archive: zipfile.ZipFile
    strings: Strings
    dates: frozenset[str]
    date1904: bool
    limits: Limits

    def sheet(self, sheet_part: SheetPart, into: Path) -> tuple[Sheet | None, list[Note]]:
        """One sheet, written; ``None`` where it is empty."""
        merged = self._merges(sheet_part)
        cells = _Cells(self)
        rows = filled(self._rows(sheet_part, cells), merged)
        sheet = raw.write(rows, name=sheet_part.name, into=into, limits=self.limits, merged=merged)
        return sheet, cells.formulas.notes(sheet_part.name) if sheet else []

    def _rows(self, sheet_part: SheetPart, cells: _Cells) -> Iterator[Row]:
        with self._open(sheet_part) as source:
            for _ in parse_in_steps(source, cells.start, cells.end, cells.chars):
                yield from cells.rows
                cells.rows.clear()

    def _merges(self, sheet_part: SheetPart) -> tuple[Merged, ...]:
        """The merged ranges, ordered by their first line. They stand behind the rows, so the part is looked through once before."""
        found: list[Merged] = []
        with self._open(sheet_part) as source:
            rest = b""
            while block := source.read(1 << 20):
                text = rest + block
                last = 0
                for match in _MERGE.finditer(text):
                    found.append(parse_range(match[1].decode("ascii", "replace")))
                    last = match.end()
                if len(found) > MOST:
                    raise refuse("FILE_BOMB", what=f"{len(found)} mergeCell")
                rest = text[max(last, len(text) - 200) :]
        return tuple(sorted(found))

    def _open(self, sheet_part: SheetPart) -> IO[bytes]:
        source = part(self.archive, sheet_part.path)
        if source is None:
            raise refuse("FILE_CORRUPT", what=sheet_part.path)
        return source


@dataclass(slots=True)
class Formulas:
    """How many formulas a sheet holds, and where the first one stands; those without a saved result apart."""

    count: int = 0
    first: int = 0
    empty: int = 0
    first_empty: int = 0

    def see(self, line: int, *, value: bool) -> None:
        """Count one formula."""
        self.count += 1
        if value:
            self.first = self.first or line
        else:
            self.empty += 1
            self.first_empty = self.first_empty or line

    def notes(self, sheet: str) -> list[Note]:
        """What to tell of them."""
        told = [("FORMULAS_READ", self.count - self.empty, self.first), ("FORMULAS_EMPTY", self.empty, self.first_empty)]
        return [Note(rule, str(count), str(line), sheet, line) for rule, count, line in told if count]


@dataclass(slots=True)
class _Cells:
    """Gathers the rows of a sheet from the parser's events."""

    book: Book
    rows: list[Row] = field(default_factory=list)
    formulas: Formulas = field(default_factory=Formulas)
    line: int = 0
    column: int = -1
    kind: str = "n"
    style: str = ""
    has_formula: bool = False
    take: bool = False
    phonetic: bool = False
    size: int = 0
    parts: list[str] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._start_cell(attrs)
        elif name in {"v", "t"}:
            self.take = not self.phonetic
        elif name == "row":
            self.line = int(attrs["r"]) if attrs.get("r", "").isdecimal() else self.line + 1
            self.column = -1
            if self.line > MOST_LINES:
                raise refuse("FILE_CORRUPT", what=f"row {self.line}")
        elif name == "f":
            self.has_formula = True
        elif name == "rPh":
            self.phonetic = True

    def _start_cell(self, attrs: dict[str, str]) -> None:
        place = attrs.get("r")
        self.column = column_number(place.rstrip(_DIGITS)) if place else self.column + 1
        self.kind = attrs.get("t", "n")
        self.style = attrs.get("s", "0")
        self.has_formula = False
        self.size = 0
        self.parts.clear()

    def chars(self, text: str) -> None:
        if self.take:
            self.size += len(text)
            if self.size > self.book.limits.cell_chars:
                raise refuse("CELL_TOO_LONG", line=self.line, limit=self.book.limits.cell_chars)
            self.parts.append(text)

    def end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in {"v", "t"}:
            self.take = False
        elif name == "c":
            self._end_cell("".join(self.parts))
        elif name == "row":
            if self.cells:
                self.rows.append(Row(self.line, tuple(self.cells.get(n, "") for n in range(max(self.cells) + 1))))
                self.cells.clear()
        elif name == "rPh":
            self.phonetic = False

    def _end_cell(self, raw_text: str) -> None:
        text = self._value(raw_text) if raw_text else ""
        if self.has_formula:
            self.formulas.see(self.line, value=bool(text))
        if not text:
            return
        if self.column >= self.book.limits.columns:
            raise refuse("TOO_MANY_COLUMNS", columns=self.column + 1, limit=self.book.limits.columns)
        self.cells[self.column] = text

    def _value(self, text: str) -> str:
        if self.kind == "s":
            try:
                return self.book.strings[int(text)]
            except (ValueError, IndexError):
                raise refuse("FILE_CORRUPT", what="sharedStrings.xml") from None
        if self.kind == "n":
            return serial_text(text, date1904=self.book.date1904) if self.style in self.book.dates else number_text(text)
        if self.kind == "b":
            return _BOOLEANS.get(text, text)
        if self.kind == "d":
            return text.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        return unescaped(text)
