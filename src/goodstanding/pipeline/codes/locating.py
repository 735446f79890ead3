"""Where the codes of a file stand: the column that is headed as one, the one that was named, or the only one."""

from __future__ import annotations

from typing import NamedTuple

from goodstanding.pipeline.read import Row, Sheet
from goodstanding.pipeline.read.headings import heading_key
from goodstanding.rules.codes import recognising
from goodstanding.rules.codes.words import headings
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text


class Column(NamedTuple):
    """A column of a sheet (from 0) and the first line that holds a code."""

    sheet: Sheet
    number: int
    first: int


def locate(sheets: tuple[Sheet, ...], wanted: str = "") -> list[Column]:
    """The column of codes of every sheet that has one. ``wanted``: its heading, or its number from 1.

    Raises:
        Unusable: where no sheet has such a column.
    """
    found = [column for sheet in sheets if (column := _in_sheet(sheet, wanted))]
    if not found:
        raise _refuse(sheets, wanted)
    return found


def _in_sheet(sheet: Sheet, wanted: str) -> Column | None:
    if wanted.isdecimal() and 0 < int(wanted) <= sheet.width:
        return Column(sheet, int(wanted) - 1, _first_line(sheet, int(wanted) - 1))
    ranks = {heading_key(name): rank for rank, name in enumerate((wanted,) if wanted else headings())}
    for row in sheet.head:
        ranked = [(ranks[key], number) for number, cell in enumerate(row.cells) if (key := heading_key(cell)) in ranks]
        if ranked:
            return Column(sheet, min(ranked)[1], row.line + 1)
    return Column(sheet, 0, _first_line(sheet, 0)) if sheet.width == 1 and not wanted else None


def _first_line(sheet: Sheet, number: int) -> int:
    """A column without a known heading: the first row is one all the same where no digit stands in it."""
    first = sheet.head[0]
    cell = first.cells[number] if number < len(first.cells) else ""
    is_heading = cell and not recognising.kinds(recognising.tidy(cell)) and not any(c.isdigit() for c in cell)
    return first.line + 1 if is_heading else first.line


def _refuse(sheets: tuple[Sheet, ...], wanted: str) -> Unusable:
    first: Row | None = next((sheet.head[0] for sheet in sheets if sheet.head), None)
    # A first row may be data: only what cannot be somebody's number is repeated.
    cells = [cell for cell in (first.cells if first else ()) if cell and not any(c.isdigit() for c in cell)]
    said = "、".join(cells[:20])
    if wanted:
        why = Text(f"没有名为“{wanted}”的栏。第一行：{said}", f"No column is headed “{wanted}”. The first row: {said}")
        return Unusable("CODES_COLUMN_UNKNOWN", why)
    return Unusable(
        "CODES_COLUMN_MISSING",
        Text(
            f"文件有多栏，无法确定哪一栏是代码。请用 --column 写明栏名或者第几栏。第一行：{said}",
            f"The file has several columns, none headed as a code. Name it with --column, by heading or number. The first row: {said}",
        ),
    )
