"""The verdicts as a file: CSV (safe to open in a spreadsheet), XLSX or Parquet, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import xlsxwriter

from goodstanding.rules.codes.words import word

HEADINGS = {
    "line": "行号 line", "sheet": "工作表 sheet", "code": "代码 code", "kind": "代码种类 kind", "verdict": "核对结果 verdict",
    "faults": "问题代码 faults", "reasons_zh": "说明", "reasons_en": "reasons", "suggestion": "建议（须核对） suggestion",
    "orgcode": "组织机构代码 organisation code", "uscc": "统一社会信用代码 USCC", "how": "推得方式 how",
}  # fmt: skip
_WORDED = {"kind": "kind", "verdict": "verdict", "how": "how"}
_LIVE = r"^([=+\-@\t\r\n＝＋－＠])"  # what a spreadsheet would run as a formula
_SHEET_ROWS = 1_048_576
_WIDTHS = (8, 10, 24, 26, 24, 22, 60, 60, 24, 20, 24, 22)


class Writer(AbstractContextManager["Writer"]):
    """Takes tables of the verdicts' schema. The file is whole only when the ``with`` ends without an error."""

    def write(self, table: pa.Table) -> None:
        """Further lines."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing more follows."""

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()


class _Csv(Writer):
    """UTF-8 with a mark, so that spreadsheets read Chinese."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("wb")
        self._file.write(b"\xef\xbb\xbf")
        headed = pa.schema([pa.field(HEADINGS[field.name], field.type) for field in schema])
        self._out = pyarrow.csv.CSVWriter(self._file, headed, write_options=pyarrow.csv.WriteOptions(quoting_style="needed"))

    def write(self, table: pa.Table) -> None:
        self._out.write_table(worded(table).rename_columns([HEADINGS[name] for name in table.column_names]))

    def close(self) -> None:
        self._out.close()
        self._file.close()


class _Parquet(Writer):
    """For programs: plain names, no words added."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._out = pq.ParquetWriter(path, schema, compression="zstd")

    def write(self, table: pa.Table) -> None:
        self._out.write_table(table)

    def close(self) -> None:
        self._out.close()


class _Xlsx(Writer):
    """Row by row onto the disk; a further sheet where one is full."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._text, self._bold = self._book.add_format({"num_format": "@"}), self._book.add_format({"bold": True, "bg_color": "#E7E6E6"})
        self._names = schema.names
        self._sheet: Any = None
        self._row = _SHEET_ROWS

    def write(self, table: pa.Table) -> None:
        for cells in zip(*(column.to_pylist() for column in worded(table).columns), strict=True):
            if self._row >= _SHEET_ROWS:
                self._begin()
            self._sheet.write_number(self._row, 0, cells[0])
            for column, cell in enumerate(cells[1:], 1):
                if cell:
                    self._sheet.write_string(self._row, column, cell, self._text)
            self._row += 1

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        for column, width in enumerate(_WIDTHS[: len(self._names)]):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, [HEADINGS[name] for name in self._names], self._bold)
        self._row = 1

    def close(self) -> None:
        if self._sheet is None:
            self._begin()
        self._book.close()


WRITERS: dict[str, Callable[[Path, pa.Schema], Writer]] = {".csv": _Csv, ".xlsx": _Xlsx, ".parquet": _Parquet}


def worded(table: pa.Table) -> pa.Table:
    """For people: codes of kind, verdict and way get their Chinese words before them; no cell begins as a formula does."""
    for name in set(table.column_names) - {"line"}:
        column = table.column(name).combine_chunks()
        said = _said(column, _WORDED[name]) if name in _WORDED else pc.replace_substring_regex(column, _LIVE, r"'\1")
        table = table.set_column(table.column_names.index(name), name, said)
    return table


def _said(column: pa.Array, words: str) -> pa.Array:
    distinct = column.dictionary_encode()
    said = [f"{word(words, value).zh} {value}" if value else "" for value in distinct.dictionary.to_pylist()]
    return pa.array(said, pa.string()).take(distinct.indices)
