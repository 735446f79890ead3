"""Writers for the files of a city: one row after another, bounded memory, the same bytes every time."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import xlsxwriter

Cell = str | int | float | date | None
FIXED = datetime(2018, 7, 4, tzinfo=UTC)
"""Written into workbooks as their date, so that two runs do not differ by the clock."""


class Sheet(Protocol):
    """Anything rows can be written to. ``line`` is the number of the last row written, as a spreadsheet shows it."""

    name: str
    line: int

    def write(self, cells: Sequence[Cell]) -> int:
        """Write one row; its line number."""
        ...


class _Closing(AbstractContextManager["_Closing"]):
    """Closes itself at the end of a ``with`` block."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class CsvSheet(_Closing):
    """A CSV file: comma, tab or semicolon; any encoding Python knows."""

    name = ""

    def __init__(self, path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> None:
        self._file = path.open("w", encoding=encoding, newline="", buffering=1 << 20)
        self._writer = csv.writer(self._file, delimiter=delimiter, lineterminator="\r\n")
        self.line = 0

    def write(self, cells: Sequence[Cell]) -> int:
        """Write one row; its line number."""
        self._writer.writerow(cells)
        self.line += 1
        return self.line

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class XlsxSheet(_Closing):
    """One worksheet of a workbook; cells are text unless they are numbers or dates, a cell that begins with ``=`` too."""

    def __init__(self, path: Path, *, name: str, widths: int = 14) -> None:
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_numbers": False,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "yyyy/mm/dd",
            },
        )
        self._book.set_properties({"created": FIXED.replace(tzinfo=None), "author": "", "title": name})
        self._sheet = self._book.add_worksheet(name)
        self._sheet.set_column(0, 40, widths)
        self.name = name
        self.line = 0

    def write(self, cells: Sequence[Cell]) -> int:
        """Write one row; its line number."""
        self._sheet.write_row(self.line, 0, cells)
        self.line += 1
        return self.line

    def banner(self, text: str, columns: int) -> int:
        """A merged row across the table: a title or a notice."""
        self._sheet.merge_range(self.line, 0, self.line, columns - 1, text)
        self.line += 1
        return self.line

    def close(self) -> None:
        """Finish the workbook."""
        self._book.close()


class JsonSheet(_Closing):
    """Newline-delimited JSON: one object for each row, empty cells left out. The header is not a line of its own."""

    name = ""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n", buffering=1 << 20)
        self._header = header
        self.line = 0

    def write(self, cells: Sequence[Cell]) -> int:
        """Write one row; its line number."""
        row = {name: cell for name, cell in zip(self._header, cells, strict=True) if cell not in ("", None)}
        self._file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
        self.line += 1
        return self.line

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
