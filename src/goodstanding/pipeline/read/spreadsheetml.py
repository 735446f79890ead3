"""SpreadsheetML 2003 (XML tables, often named .xls or .xlsx), read as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from goodstanding.pipeline.read import raw
from goodstanding.pipeline.read.merging import MOST, MOST_LINES, filled
from goodstanding.pipeline.read.numbers import number_text
from goodstanding.pipeline.read.parsing import parse_in_steps
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits, Merged, Note, Row, Sheet
from goodstanding.pipeline.read.xlsx import Formulas

_NO_DATE = "1899-12-31T"  # a time without a day
_MIDNIGHT = "T00:00:00"


def read(path: Path, *, into: Path, limits: Limits) -> tuple[list[Sheet], list[Note]]:
    """All visible sheets that hold something, and what is worth telling."""
    book = _Book(limits)
    sheets: list[Sheet] = []
    for number, rows in groupby(_rows(path, book), key=lambda pair: pair[0]):
        page = book.pages[number]
        written = raw.write(
            filled((row for _, row in rows), page.merged), name=page.name, into=into / f"sheet{number}.parquet", limits=limits
        )  # fmt: skip
        sheets += [replace(written, merged=tuple(page.merged))] if written else []
    shown = [sheet for sheet in sheets if sheet.name not in book.hidden]
    notes = [Note("SHEET_HIDDEN", name) for name in book.hidden]
    return shown, notes + [told for page in book.pages if page.name not in book.hidden for told in page.formulas.notes(page.name)]


def _rows(path: Path, book: _Book) -> Iterator[tuple[int, Row]]:
    with path.open("rb") as source:
        for _ in parse_in_steps(source, book.start, book.end, book.chars):
            yield from book.rows
            book.rows.clear()


@dataclass(slots=True)
class _Page:
    name: str
    merged: list[Merged] = field(default_factory=list)
    formulas: Formulas = field(default_factory=Formulas)


@dataclass(slots=True)
class _Book:
    """Gathers the rows of all sheets from the parser's events."""

    limits: Limits
    pages: list[_Page] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    line: int = 0
    column: int = -1
    across: int = 0
    kind: str = ""
    formula: bool = False
    inside: str = ""  # the element whose text is taken: Data or Visible
    comment: bool = False
    size: int = 0
    parts: list[str] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)

    def start(self, name: str, attrs: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in _TAKEN and not self.comment:
            self.inside, self.size = name, 0
            self.parts.clear()
        if name not in _STARTS:
            return
        _STARTS[name](self, {key.rpartition(":")[2]: value for key, value in attrs.items()})

    def _worksheet(self, attrs: dict[str, str]) -> None:
        if len(self.pages) >= self.limits.sheets:
            raise refuse("TOO_MANY_SHEETS", sheets=len(self.pages) + 1, limit=self.limits.sheets)
        self.pages.append(_Page(attrs.get("Name", "")))
        self.line = 0

    def _row(self, attrs: dict[str, str]) -> None:
        self.line = _number(attrs, "Index", self.line + 1)
        self.column, self.across = -1, 0
        if self.line > MOST_LINES or not self.pages:
            raise refuse("FILE_CORRUPT", what=f"Row {self.line}")

    def _cell(self, attrs: dict[str, str]) -> None:
        self.column = _number(attrs, "Index", self.column + self.across + 2) - 1
        self.across, down = _number(attrs, "MergeAcross", 0), _number(attrs, "MergeDown", 0)
        self.formula = "Formula" in attrs
        if (self.across or down) and len(self.pages[-1].merged) < MOST:
            self.pages[-1].merged.append(Merged(self.line, self.column, self.line + down, self.column + self.across))

    def _data(self, attrs: dict[str, str]) -> None:
        if not self.comment:
            self.kind = attrs.get("Type", "String")

    def _comment(self, _: dict[str, str]) -> None:
        self.comment = True

    def chars(self, text: str) -> None:
        if self.inside:
            self.size += len(text)
            if self.size > self.limits.cell_chars:
                raise refuse("CELL_TOO_LONG", line=self.line, limit=self.limits.cell_chars)
            self.parts.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "Comment":
            self.comment = False
        elif name == "Data" and self.inside == "Data":
            self._end_data("".join(self.parts))
        elif name == "Visible" and self.inside == "Visible":
            if "".join(self.parts) in {"SheetHidden", "SheetVeryHidden"}:
                self.hidden.append(self.pages[-1].name)
            self.inside = ""
        elif name == "Row" and self.cells:
            self.rows.append((len(self.pages) - 1, Row(self.line, tuple(self.cells.get(n, "") for n in range(max(self.cells) + 1)))))
            self.cells.clear()

    def _end_data(self, text: str) -> None:
        self.inside = ""
        if self.formula:
            self.pages[-1].formulas.see(self.line, value=bool(text))
        if not text:
            return
        if self.column >= self.limits.columns:
            raise refuse("TOO_MANY_COLUMNS", columns=self.column + 1, limit=self.limits.columns)
        self.cells[self.column] = _value(text, self.kind)


_TAKEN = {"Data", "Visible"}
_STARTS: dict[str, Callable[[_Book, dict[str, str]], None]] = {
    "Worksheet": _Book._worksheet,  # noqa: SLF001 - the table of this module's own handlers
    "Row": _Book._row,  # noqa: SLF001
    "Cell": _Book._cell,  # noqa: SLF001
    "Data": _Book._data,  # noqa: SLF001
    "Comment": _Book._comment,  # noqa: SLF001
}


def _number(attrs: dict[str, str], key: str, default: int) -> int:
    text = attrs.get(key, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _value(text: str, kind: str) -> str:
    if kind == "Number":
        return number_text(text)
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text)
    if kind == "DateTime":
        moment = text.partition(".")[0].removesuffix("Z")
        if moment.startswith(_NO_DATE) and not moment.endswith(_MIDNIGHT):
            return moment.removeprefix(_NO_DATE)
        return moment.removesuffix(_MIDNIGHT).replace("T", " ")
    return text
