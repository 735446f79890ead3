"""Tables as files, row by row: CSV that spreadsheets read as Chinese, XLSX on disk without a name. No cell begins as a formula does."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Row = Sequence[str | int | date | None]
_LIVE = tuple("=+-@\t\r\n＝＋－＠")
_SHEET_ROWS = 1_048_576
_AT_ONCE = 500


def response(headings: Sequence[str], rows: Iterable[Row], *, ending: str, name: str) -> HttpResponseBase:
    """The table as a download; a CSV leaves while it is made."""
    disposition = f"attachment; filename=\"list.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex, noarchive"}
    if ending == "csv":
        return StreamingHttpResponse(as_csv(headings, rows), content_type=TYPES["csv"], headers=headers)
    return FileResponse(as_xlsx(headings, rows), content_type=TYPES["xlsx"], headers=headers)


def as_csv(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a mark, some hundred rows at a time."""
    buffer = io.StringIO()
    out = csv.writer(buffer)
    buffer.write("\ufeff")
    out.writerow(headings)
    for number, row in enumerate(rows, 1):
        out.writerow([inert(cell) for cell in row])
        if number % _AT_ONCE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def as_xlsx(headings: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """A file without a name, at its beginning; a further sheet where one is full. Every cell is text: no code loses its zeros."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    plain, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bg_color": "#E7E6E6"})
    sheet, line = None, _SHEET_ROWS
    for row in rows:
        if sheet is None or line >= _SHEET_ROWS:
            sheet, line = _sheet(book, headings, bold), 1
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                sheet.write_string(line, column, inert(cell), plain)
        line += 1
    if sheet is None:
        _sheet(book, headings, bold)
    book.close()
    made.seek(0)
    return made


def _sheet(book: xlsxwriter.Workbook, headings: Sequence[str], bold: object) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet()
    sheet.set_column(0, len(headings) - 1, 22)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, bold)
    return sheet


def inert(cell: str | int | date | None) -> str:
    """As text that no spreadsheet runs."""
    said = "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{said}" if said.startswith(_LIVE) else said
