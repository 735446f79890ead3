"""The steward's own workbook back: same sheets, same order, every row, with what was found beside it.

Cells with a finding are coloured (error, warning and information also differ in their border and face, for eyes and printers
without colour). To the right stand level, reasons in both languages and suggestion. Behind the steward's sheets follow one with
only the rows to fix, which can be corrected and handed in as it is, and a summary. Rows about natural persons are not in it.

Everything is written as text, row by row: no cell can run as a formula here or after somebody saves it as CSV, and memory
does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyarrow.parquet as pq
import xlsxwriter

from goodstanding.pipeline.examined import Examined, Finding
from goodstanding.pipeline.report import listing
from goodstanding.pipeline.report.headers import NO_HEADER, read_headers
from goodstanding.pipeline.report.pages import CellRow, Notes, Pages, pages_needed
from goodstanding.pipeline.report.styling import Styles, sheet_name
from goodstanding.pipeline.report.summary import SUMMARY, write_summary
from goodstanding.rules.catalogue import Catalogue

EXCEL_ROWS = 1_048_576
TO_FIX = "待修改 To fix"
_BATCH = 2_000


def write(folder: Path, examined: Examined, to: Path, catalogue: Catalogue, *, rows_per_sheet: int = EXCEL_ROWS) -> None:
    """Write the workbook to ``to``. What is longer than a sheet can be goes on in a further one, under the same header."""
    options = {"constant_memory": True, "tmpdir": str(to.parent), "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(to), options) as book:
        styles = Styles(book)
        copies, fixes = _sheets(book, styles, folder, rows_per_sheet)
        for sheet, rows in groupby(_rows(folder), key=lambda row: row.sheet):
            beside = _by_line(listing.every(folder, sheet=sheet))
            line, found = next(beside, (None, []))
            for row in rows:
                while line is not None and line < row.line:
                    line, found = next(beside, (None, []))
                here = found if line == row.line else []
                notes = Notes.of(here, examined, catalogue)
                copies[sheet].write(row, notes)
                if sheet in fixes and (copies[sheet].is_header(row) or _needs_fixing(here)):
                    fixes[sheet].write(row, notes)
        write_summary(book, styles, folder, examined, catalogue)


def _rows(folder: Path) -> Iterator[CellRow]:
    for batch in pq.ParquetFile(folder / "cells.parquet").iter_batches(_BATCH, columns=["sheet", "line", "cells"]):
        yield from map(CellRow, *(batch.column(name).to_pylist() for name in ("sheet", "line", "cells")))


def _by_line(findings: Iterator[Finding]) -> Iterator[tuple[int | None, list[Finding]]]:
    for line, found in groupby(findings, key=lambda finding: finding.line):
        yield line, list(found)


def _needs_fixing(findings: list[Finding]) -> bool:
    return any(finding.level == "error" and finding.row is not None for finding in findings)


def _sheets(book: xlsxwriter.Workbook, styles: Styles, folder: Path, most: int) -> tuple[dict[str, Pages], dict[str, Pages]]:
    """The steward's sheets in their order, then those with the rows to fix: all must be there before the first row is written."""
    headers, faulty, taken = read_headers(folder), _faulty(folder), {SUMMARY.lower()}
    copies: dict[str, Pages] = {}
    fixes: dict[str, Pages] = {}
    shapes = _shapes(folder)
    for sheet, last, width in shapes:
        header = headers.get(sheet, NO_HEADER)
        names = [sheet_name(sheet, taken) for _ in range(pages_needed(last - header.first_line + 1, len(header.lines), most))]
        copies[sheet] = Pages(styles, [book.add_worksheet(name) for name in names], header, width, most, keeps_lines=True)
    for sheet, _, width in shapes:
        if sheet in faulty:
            header = headers.get(sheet, NO_HEADER)
            names = [sheet_name(TO_FIX, taken) for _ in range(pages_needed(faulty[sheet] + len(header.lines), len(header.lines), most))]
            fixes[sheet] = Pages(styles, [book.add_worksheet(name) for name in names], header, width, most, keeps_lines=False)
    return copies, fixes


def _shapes(folder: Path) -> list[tuple[str, int, int]]:
    """Every sheet in its order: name, last line, columns."""
    query = """SELECT sheet, max(line), max(len(cells)) FROM read_parquet($file, file_row_number = true)
               GROUP BY sheet ORDER BY min(file_row_number)"""
    with listing.connect() as connection:
        return connection.execute(query, {"file": str(folder / "cells.parquet")}).fetchall()


def _faulty(folder: Path) -> dict[str, int]:
    """Sheet -> how many of its rows have an error."""
    with listing.connect() as connection:
        return dict(connection.execute(
            "SELECT sheet, count(DISTINCT line) FROM read_parquet($files) WHERE level = 'error' AND row IS NOT NULL GROUP BY sheet",
            {"files": listing.files(folder)},
        ).fetchall())  # fmt: skip
