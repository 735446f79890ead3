"""The same list with its answers: a workbook whose rows stand where they stood, and a CSV where no workbook is long enough.

No cell begins as a formula does, a person's numbers are masked, and every cell is text: no code loses its zeros.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import duckdb
import xlsxwriter

from goodstanding.checks import files_covering
from goodstanding.checks.files_answers import COLUMNS, both
from goodstanding.checks.files_reading import Laid
from goodstanding.checks.models import Batch
from goodstanding.lists.writing_tables import inert
from goodstanding.pipeline.sql import literal
from goodstanding.rules import names, persons
from goodstanding.ui.texts import text

SHEET_ROWS = 1_048_576
AT_ONCE = 10_000
"""Lines written together."""
ADDED = (*COLUMNS[:3], "same", *COLUMNS[3:])
"""The columns that are added, in their order."""
Cells = list[str]


def write(batch: Batch, db: duckdb.DuckDBPyConnection, laid: list[Laid], work: Path) -> dict[str, Path]:
    """Both forms in one walk over the rows; only the CSV where a sheet would be too long."""
    made = {"csv": work / "answer.csv"}
    fits = all(_last(db, number) < SHEET_ROWS for number in range(len(laid)))
    if fits:
        made["xlsx"] = work / "answer.xlsx"
    book = _Book(made["xlsx"], work) if fits else None
    with made["csv"].open("w", encoding="utf-8-sig", newline="") as out:
        for number, one in enumerate(laid):
            if book:
                book.begin(one)
            _sheet(db, number, one, out, book)
    if book:
        book.covering(files_covering.rows(batch))
        book.close()
    return made


def headings() -> Cells:
    """What stands above the added columns."""
    return [both(text("checks.file.column", name)) for name in ADDED]


def _sheet(db: duckdb.DuckDBPyConnection, number: int, one: Laid, out: IO[str], book: _Book | None) -> None:
    table = csv.writer(out)
    table.writerow([inert(cell) for cell in (*one.titles, *headings())])
    for line, cells, added in _rows(db, number, one):
        row = [*cells, *added]
        table.writerow([inert(cell) for cell in row])
        if book:
            book.row(line, row)


def _rows(db: duckdb.DuckDBPyConnection, number: int, one: Laid) -> Iterator[tuple[int, Cells, Cells]]:
    """Each row below the header, in its order: its line, its own cells, what is added."""
    own = ", ".join(f"coalesce(r.c{column}, '')" for column in range(one.sheet.width))
    told = ", ".join(f"coalesce(a.\"{name}\", '')" for name in (*COLUMNS, "normal"))
    codes = {column for column, _ in one.codes}
    sieves = [literal(persons.CODE_SIEVE if column in codes else persons.SIEVE) for column in range(one.sheet.width)]
    odd = ", ".join(f"coalesce(regexp_matches(r.c{column}, {sieve}), false)" for column, sieve in enumerate(sieves))
    within = (
        f"SELECT r.line, [{odd}], {own}, coalesce(g.fault, ''), {told} FROM {one.source} r"
        f" JOIN given g ON g.sheet = {number} AND g.line = r.line LEFT JOIN answers a ON a.n = g.n"
        " WHERE r.line BETWEEN $1 AND $2 AND g.line BETWEEN $1 AND $2 ORDER BY r.line"
    )
    width = one.sheet.width
    # Answers are wide: sorted all at once they are more than memory holds. Numbered in the file's order, a stretch of it reads its own.
    for start in range(1, _last(db, number) + 1, AT_ONCE):
        some = db.sql(within, params=[start, start + AT_ONCE - 1]).to_arrow_table()
        for line, look, *cells in zip(*(column.to_pylist() for column in some.columns), strict=True):
            mine, fault, answer = cells[:width], cells[width], cells[width + 1 :]
            clean = (
                [persons.mask(cell, code_column=n in codes)[0] if look[n] else cell for n, cell in enumerate(mine)] if any(look) else mine
            )
            yield line, clean, _added(one, mine, fault, answer)


def _added(one: Laid, mine: Cells, fault: str, answer: Cells) -> Cells:
    """What became of a row. Without a code that can be used there is no receipt, and nothing is known."""
    if fault:
        kind, why = text("checks.kind.unknown"), text("checks.file.fault", fault if fault in FAULTS else "CODE_UNUSABLE")
        return [both(kind), both(why), *[""] * (len(ADDED) - 2)]
    *told, normal = answer
    given = mine[one.name] if one.name is not None else ""
    same = both(text("checks.file.same", (names.normal(given) == normal and "yes") or "no")) if given and normal else ""
    return [*told[:3], same, *told[3:]]


FAULTS = ("NO_CODE", "CODE_OF_A_PERSON", "CODE_UNUSABLE")


def _last(db: duckdb.DuckDBPyConnection, number: int) -> int:
    ((last,),) = db.execute("SELECT coalesce(max(line), 0) FROM given WHERE sheet = ?", [number]).fetchall()
    return int(last)


class _Book:
    """A workbook written row by row; its pieces lie in the work folder until it is whole."""

    def __init__(self, path: Path, work: Path) -> None:
        pieces = work / "pieces"
        pieces.mkdir(mode=0o700)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(pieces)}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._plain = self._book.add_format({"num_format": "@", "valign": "top"})
        self._bold = self._book.add_format({"bold": True, "bg_color": "#E7E6E6", "text_wrap": True, "valign": "top"})
        self._sheet: xlsxwriter.worksheet.Worksheet | None = None

    def begin(self, one: Laid) -> None:
        """A sheet as it was, down to its header, with the headings of what is added."""
        self._sheet = self._book.add_worksheet()
        self._sheet.set_column(0, one.sheet.width + len(ADDED) - 1, 20)
        for row in one.sheet.head:
            if row.line < one.header:
                self.row(row.line, [persons.mask(cell)[0] for cell in row.cells])
        for column, cell in enumerate((*one.titles, *headings())):
            self._sheet.write_string(one.header - 1, column, inert(cell), self._bold)
        self._sheet.freeze_panes(one.header, 0)

    def row(self, line: int, cells: Sequence[str]) -> None:
        """One row in its place."""
        assert self._sheet is not None  # noqa: S101 - begun
        for column, cell in enumerate(cells):
            if cell:
                self._sheet.write_string(line - 1, column, inert(cell), self._plain)

    def covering(self, rows: Iterable[Cells]) -> None:
        """The last sheet: what was asked and which sources the answers rest on."""
        sheet = self._book.add_worksheet(both(text("checks.file.covering.sheet"))[:31])
        sheet.set_column(0, 5, 30)
        for line, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(line, column, inert(cell), self._plain)

    def close(self) -> None:
        """The file is whole."""
        self._book.close()
