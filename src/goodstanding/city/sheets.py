"""Opens a file of a department's layout and writes what stands above its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from goodstanding.city.layouts import Column, Way
from goodstanding.city.writing import Cell, CsvSheet, JsonSheet, Sheet, XlsxSheet
from goodstanding.rules.catalogue import Kind

MONEY = ("fine", "confiscated")
NOTICE = "填表说明：1.带*号的为必填项；2.日期格式为YYYY/MM/DD；3.罚款金额以万元为单位；4.请勿改动表头。"
NOTES = ("表格说明：本表由业务科室汇总，经单位负责人审核后报送。", "如有疑问，请与本单位信用信息工作联系人联系。")


@contextmanager
def open_sheet(path: Path, way: Way, header: Sequence[str], kind: Kind, department: str) -> Iterator[Sheet]:
    """The sheet, its header written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if way.suffix == "ndjson":
        with JsonSheet(path, header) as rows:
            yield rows
        return
    if way.suffix == "xlsx":
        with XlsxSheet(path, name=kind.title.zh) as book:
            if way.banner:
                book.banner(f"{department}{kind.title.zh}信息报送表", len(header))
                book.banner(NOTICE, len(header))
            book.write(header)
            yield book
        return
    with CsvSheet(path, encoding=way.encoding, delimiter=way.delimiter) as sheet:
        sheet.write(header)
        yield sheet


def typed(way: Way, columns: Sequence[Column], cells: Sequence[str]) -> Sequence[Cell]:
    """In workbooks amounts are numbers and, in departments' own ones, decision dates are dates; elsewhere everything is text."""
    if way.suffix != "xlsx":
        return cells
    return [_typed(way, column.role, cell) for column, cell in zip(columns, cells, strict=True)]


def _typed(way: Way, role: str, cell: str) -> Cell:
    if role in MONEY and cell.replace(".", "", 1).isdigit():
        return float(cell)
    if role == "decision.date" and way.template == "own" and cell.count("/") == 2:
        try:
            return date(*(int(part) for part in cell.split("/")))
        except ValueError:
            return cell
    return cell
