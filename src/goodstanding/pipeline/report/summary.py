"""The summary sheet: how many rows, which rules spoke how often, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.report import listing
from goodstanding.pipeline.report.as_json import said
from goodstanding.pipeline.report.styling import LEVELS, Styles, safe
from goodstanding.rules import findings
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.texts import Text

SUMMARY = "校验汇总 Summary"
_NUMBERS = (
    ("rows", Text("数据行数", "Rows")),
    ("good", Text("可以入库的行数", "Rows that may enter")),
    ("faulty", Text("需要修改的行数", "Rows to fix")),
    ("persons", Text("自然人信息行数（未接收、未保留）", "Rows about natural persons (not taken, not kept)")),
)
_NEXT = (
    Text(
        "“待修改”工作表只列出有错误的行，改正后将该表另存为一个文件报送即可，〔校验〕各列不必删除。",
        "“待修改 To fix” holds only the rows with errors. Correct them and hand that sheet in as a file; the 〔校验〕 columns may stay.",
    ),
    Text(
        "有错误的单元格为加粗红底粗框，提醒为斜体黄底，说明为下划线蓝底。",
        "Errors are bold on red in a thick frame, warnings italic on yellow, information underlined on blue.",
    ),
)
_HEADINGS = ("问题 What", "规则 Rule", "级别 Level", "次数 Findings", "行数 Rows", "首例所在行 First line", "首例", "First finding")


def write_summary(book: xlsxwriter.Workbook, styles: Styles, folder: Path, examined: Examined, catalogue: Catalogue) -> None:
    """Add the summary as the workbook's last sheet."""
    sheet = book.add_worksheet(SUMMARY)
    for column, width in enumerate((44, 26, 18, 12, 12, 14, 70, 70)):
        sheet.set_column(column, column, width)
    kind = catalogue.kinds[examined.kind].title
    sheet.write_string(0, 0, f"校验汇总：{kind.zh}　Summary: {kind.en}", styles["title"])
    place = 2
    for name, title in _NUMBERS:
        _line(sheet, place, [f"{title.zh} {title.en}", str(getattr(examined, name))], styles["plain"])
        place += 1
    for text in _NEXT:
        place += 1
        _line(sheet, place, [text.zh], styles["plain"])
        place += 1
        _line(sheet, place, [text.en], styles["plain"])
    place += 2
    _line(sheet, place, list(_HEADINGS), styles["added"])
    for place, count in enumerate(listing.counts(folder), place + 1):  # noqa: B020 - goes on below the headings
        level, text = LEVELS[count.level], said(count.example, examined, catalogue)
        where = "" if count.example.line is None else f"{count.example.sheet} {count.example.line}".strip()
        what = findings.title(count.rule, catalogue.kinds[examined.kind], catalogue)
        cells = [
            f"{what.zh}　{what.en}",
            count.rule,
            f"{level.zh} {level.en}",
            str(count.findings),
            str(count.rows),
            where,
            text.zh,
            text.en,
        ]
        _line(sheet, place, cells, styles["plain"])
        sheet.write_string(place, 2, cells[2], styles[count.level])


def _line(sheet: Any, place: int, cells: list[str], look: Any) -> None:
    for column, text in enumerate(cells):
        sheet.write_string(place, column, safe(text), look)
