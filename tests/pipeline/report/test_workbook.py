"""The steward's own workbook back: everything in its place, what is wrong marked and explained, nothing that could run."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.report import workbook
from goodstanding.pipeline.report.pages import pages_needed
from goodstanding.pipeline.report.styling import safe, sheet_name
from goodstanding.pipeline.run import examine
from goodstanding.rules.loading import load
from tests.files import build

CATALOGUE = load()
TODAY = dt.date(2026, 11, 23)


def check(data: bytes, folder: Path, name: str = "x.xlsx") -> Examined:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return examine(folder / name, name=name, into=folder / "examined", catalogue=CATALOGUE, today=TODAY)


def report(data: bytes, folder: Path, name: str = "x.xlsx", rows_per_sheet: int = workbook.EXCEL_ROWS) -> openpyxl.Workbook:
    found = check(data, folder, name)
    workbook.write(folder / "examined", found, folder / "report.xlsx", CATALOGUE, rows_per_sheet=rows_per_sheet)
    return openpyxl.load_workbook(folder / "report.xlsx")


def line(sheet: Worksheet, number: int) -> list[str]:
    return [cell.value or "" for cell in sheet[number]]


def test_sheets_keep_their_names_and_order_and_rows_their_lines(tmp_path: Path) -> None:
    book = report(build.book(build.several_sheets), tmp_path)
    assert book.sheetnames[:2] == ["第一批", "第二批"]
    assert line(book["第二批"], 2)[: len(build.PERMIT)] == [value or "" for value in build.permit(3).values()]


def test_titles_notices_and_the_empty_row_stand_where_they_stood(tmp_path: Path) -> None:
    sheet = report(build.book(build.under_titles), tmp_path)["法人行政许可"]
    assert line(sheet, 1)[0].startswith("示例市法人行政许可信息归集表")
    assert line(sheet, 3)[0] == "*行政相对人名称"
    assert line(sheet, 8)[0].startswith("表格说明")
    assert line(sheet, 3)[28] == "〔校验〕级别 Level"


def test_a_bad_cell_is_marked_and_explained_in_both_languages(tmp_path: Path) -> None:
    sheet = report(build.FAIL["codes.csv"](), tmp_path, "x.csv")["CSV"]
    bad, good = sheet["C2"], sheet["A2"]
    assert bad.fill.fgColor.rgb != good.fill.fgColor.rgb
    assert (bad.font.bold, bad.border.left.style) == (True, "medium")
    assert not good.font.bold
    level, zh, en, _ = line(sheet, 2)[28:32]
    assert level == "错误 Error"
    assert "应为 18 位" in zh
    assert "must have 18 characters" in en


def test_only_rows_with_errors_are_to_be_fixed_and_can_be_handed_in_as_they_are(tmp_path: Path) -> None:
    book = report(build.FAIL["codes.csv"](), tmp_path, "x.csv")
    for name in [name for name in book.sheetnames if name != workbook.TO_FIX]:
        del book[name]
    to_fix = book[workbook.TO_FIX]
    assert [row[32].value for row in to_fix.iter_rows(min_row=2)] == ["2", "3", "4", "5"]
    book.save(tmp_path / "again.xlsx")
    again = check((tmp_path / "again.xlsx").read_bytes(), tmp_path / "again")
    assert (again.rows, again.faulty, again.fatal) == (4, 4, False)


def test_a_corrected_row_to_fix_passes(tmp_path: Path) -> None:
    book = report(build.FAIL["codes.csv"](), tmp_path, "x.csv")
    for name in [name for name in book.sheetnames if name != workbook.TO_FIX]:
        del book[name]
    to_fix = book[workbook.TO_FIX]
    for number, code in zip(range(2, 6), build.CODES, strict=True):
        to_fix.cell(number, 3).value = code
    book.save(tmp_path / "again.xlsx")
    again = check((tmp_path / "again.xlsx").read_bytes(), tmp_path / "again")
    assert (again.rows, again.good) == (4, 4)


def test_no_cell_can_run_as_a_formula_here_or_in_a_csv_made_of_it(tmp_path: Path) -> None:
    book = report(build.FAIL["live_text.xlsx"](), tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if re.match(r"[=+\-@\t\r]", cell.value)] == []
    assert "'@SUM(1)" in [cell.value for cell in cells]


def test_rows_of_natural_persons_are_not_in_it_and_their_number_is(tmp_path: Path) -> None:
    book = report(build.FAIL["natural_person_rows.csv"](), tmp_path, "x.csv")
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not any(text == "自然人" for text in texts)
    assert (
        dict(line(book["校验汇总 Summary"], number)[:2] for number in range(3, 7))[
            "自然人信息行数（未接收、未保留） Rows about natural persons (not taken, not kept)"
        ]
        == "1"
    )


def test_more_rows_than_a_sheet_can_hold_go_on_under_the_same_header(tmp_path: Path) -> None:
    rows = [build.permit(n % 4, XK_WSH=f"示市监许〔2026〕{n}号") for n in range(25)]
    book = report(build.text(build.table(rows)).encode(), tmp_path, "x.csv", rows_per_sheet=10)
    parts = [name for name in book.sheetnames if name.startswith("CSV")]
    assert parts == ["CSV", "CSV (2)", "CSV (3)"]
    numbers = [book[name].cell(number, 15).value for name in parts for number in range(2, book[name].max_row + 1)]
    assert numbers == [row["XK_WSH"] for row in rows]
    assert all(book[name].cell(1, 1).value == "XK_XDR_MC" for name in parts)


@pytest.mark.parametrize(
    ("rows", "repeated", "most", "pages"), [(10, 1, 10, 1), (11, 1, 10, 2), (19, 1, 10, 2), (20, 1, 10, 3), (0, 0, 10, 1)]
)
def test_pages_needed(rows: int, repeated: int, most: int, pages: int) -> None:
    assert pages_needed(rows, repeated, most) == pages


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1", "'=1"), ("+86 x", "'+86 x"), ("-5", "-5"), ("-0.5", "-0.5"), ("@a", "'@a"), ("\tx", "'\tx"), ("a=1", "a=1"), ("＝1", "'＝1")],
)
def test_what_begins_like_a_formula_is_kept_as_text(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    assert len(safe("x" * 40_000)) == 32_767
    assert safe("x" * 40_000).endswith("cut）")


def test_sheet_names_are_lawful_and_different() -> None:
    taken: set[str] = set()
    names = [sheet_name(wanted, taken) for wanted in ("a/b", "A_B", "x" * 40, "x" * 40, "")]
    assert names == ["a_b", "A_B (2)", "x" * 31, "x" * 27 + " (2)", "Sheet"]


def test_the_summary_names_each_problem_in_words(tmp_path: Path) -> None:
    summary = report(build.FAIL["codes.csv"](), tmp_path, "x.csv")["校验汇总 Summary"]
    rows = [line(summary, number) for number in range(1, summary.max_row + 1)]
    start = next(number for number, row in enumerate(rows) if row[:2] == ["问题 What", "规则 Rule"])
    named = {row[1]: row[0] for row in rows[start + 1 :]}
    assert named["USCC_CHECK"] == "校验码不符　USCC check character wrong"
    assert all(named.values())
