"""The process that opens an .xls: ``python -m … BYTES < FILE``. One JSON line for each sheet, then one for each of its rows."""

from __future__ import annotations

import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson
import python_calamine as calamine

from goodstanding.pipeline.read.numbers import moment_text, number_text


def main(memory: int) -> None:
    """Write all visible sheets to standard output; what cannot be opened is said there too."""
    # Anonymous memory only: what the interpreter maps from files does not count.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        with calamine.CalamineWorkbook.from_filelike(sys.stdin.buffer) as book:
            for about in book.sheets_metadata:
                if about.typ == calamine.SheetTypeEnum.WorkSheet:
                    _sheet(book, about)
    except calamine.PasswordError:
        _say({"refused": "FILE_ENCRYPTED"})
    except calamine.CalamineError:
        _say({"refused": "FILE_CORRUPT"})


def _sheet(book: calamine.CalamineWorkbook, about: calamine.SheetMetadata) -> None:
    visible = about.visible == calamine.SheetVisibleEnum.Visible
    sheet = book.get_sheet_by_name(about.name)
    merged = [[top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    _say({"sheet": about.name, "visible": visible, "merged": merged})
    if not visible or sheet.start is None:
        return
    margin = [""] * sheet.start[1]
    for line, cells in enumerate(sheet.iter_rows(), 1):
        if any(cell != "" for cell in cells):
            _say([line, margin + [_text(cell) for cell in cells]])


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(repr(value))
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _say(message: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    main(int(sys.argv[1]))
