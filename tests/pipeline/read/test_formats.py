"""Whatever the format, the same rows come out, on the lines a spreadsheet shows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from goodstanding.pipeline import read
from goodstanding.pipeline.read import delimited
from goodstanding.pipeline.read.header import find_header, known_headings
from goodstanding.rules.loading import load
from tests.files import build

FILES = Path(__file__).parents[2] / "files"
SAME = [
    "utf8.csv",
    "utf8_bom.csv",
    "utf16.csv",
    "tab.txt",
    "semicolon.csv",
    "xml_named.xlsx",
    "rows.json",
    "rows.ndjson",
    "workbook_97.xls",
]


def rows_of(sheet: read.Sheet) -> list[tuple[int, list[str]]]:
    """Line and cells of every row, the empty cell as ''."""
    if sheet.direct:
        columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(sheet.width))
        source = f"read_csv(?, header = false, auto_detect = false, delim = '{sheet.direct.delimiter}', columns = {{{columns}}})"
        found = duckdb.execute(f"SELECT * FROM {source}", [str(sheet.direct.path)]).fetchall()
        return [(line, [cell or "" for cell in row]) for line, row in enumerate(found, 1)]
    found = duckdb.execute("SELECT * EXCLUDE (sheet, surplus) FROM read_parquet(?)", [str(sheet.parquet)]).fetchall()
    return [(row[0], [cell or "" for cell in row[1:]]) for row in found]


def opened(name: str, into: Path, *, direct: bool = True) -> read.Tables:
    path = next(FILES.glob(f"should_*/{name}"))
    return read.open_table(path, name=name, into=into, direct=direct)


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("direct", [True, False])
def test_every_format_yields_the_same_rows(name: str, direct: bool, tmp_path: Path) -> None:
    tables = opened(name, tmp_path, direct=direct)
    rows = rows_of(tables.sheets[0])
    lines = [line for line, _ in rows[-3:]]
    assert [cells for _, cells in rows[-3:]] == [list(row.values()) for row in build.THREE]
    assert lines == {"workbook_97.xls": [4, 5, 6], "rows.json": [1, 2, 3], "rows.ndjson": [1, 2, 3]}.get(name, [2, 3, 4])


def test_a_plain_csv_is_left_for_duckdb_and_others_are_not(tmp_path: Path) -> None:
    plain = {
        name: opened(name, tmp_path / name).sheets[0].direct is not None
        for name in ("utf8.csv", "gb18030.csv", "blank_lines.csv", "ragged.csv")
    }
    assert plain == {"utf8.csv": True, "gb18030.csv": True, "blank_lines.csv": False, "ragged.csv": False}


def test_a_blank_line_counts_and_a_line_break_in_quotes_does_not(tmp_path: Path) -> None:
    blank = rows_of(opened("blank_lines.csv", tmp_path / "a").sheets[0])
    broken = rows_of(opened("quoted_line_breaks.csv", tmp_path / "b").sheets[0])
    assert [line for line, _ in blank] == [1, 3, 5, 7]
    assert [line for line, _ in broken] == [1, 2, 3]
    assert "\n\n二、" in broken[1][1][18]


@pytest.mark.parametrize("at", [0, 1_000, 1_048_574, 1_048_575, 1_048_576, 2_000_000])
@pytest.mark.parametrize(("blank", "plain"), [(b"\n", False), (b"\r\n", False), (b"\0", False), (b"", True)])
def test_a_blank_line_or_a_nul_is_seen_wherever_it_hides(at: int, blank: bytes, plain: bool, tmp_path: Path) -> None:
    body = b"a,b\n" + (b"x" * 997 + b",y\n") * 3_000
    cut = 4 + at - at % 1000
    path = tmp_path / "x.csv"
    path.write_bytes(body[:cut] + blank + body[cut:])
    assert delimited.is_plain(path) == plain


@pytest.mark.parametrize("shift", range(12))
def test_blocks_hide_no_blank_line_at_their_seams(shift: int, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * (1024 * 1024 - 8 + shift) + b"\r\n\r\ny\r\n" + b"z" * 3_000_000)
    assert not delimited.is_plain(path)


def test_blank_lines_at_the_end_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,2\n\n\r\n")
    assert delimited.is_plain(path)


def test_too_many_cells_are_counted_and_too_few_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n" + "1,2,3\n" * 300 + "1,2\n1,2,3,4,5\n")
    sheet = read.open_table(path, name="x.csv", into=tmp_path / "into", direct=False).sheets[0]
    found = duckdb.execute("SELECT surplus, c2 FROM read_parquet(?) WHERE line > 301 ORDER BY line", [str(sheet.parquet)]).fetchall()
    assert found == [(0, None), (2, "3")]


def test_titles_notices_notes_and_hidden_sheets_of_a_workbook(tmp_path: Path) -> None:
    tables = opened("titles.xlsx", tmp_path)
    header = find_header(tables.sheets[0], known_headings(load()))
    assert [sheet.name for sheet in tables.sheets] == ["法人行政许可"]
    assert [note.rule for note in tables.notes] == ["SHEET_HIDDEN"]
    assert header is not None
    assert (header.lines, header.known, header.notes_from) == ((3,), 28, 8)


def test_dates_and_numbers_of_a_workbook_read_as_people_see_them(tmp_path: Path) -> None:
    row = dict(rows_of(opened("titles.xlsx", tmp_path).sheets[0]))[4]
    assert (row[19], row[24]) == ("2026-11-16", "1")


def test_a_merged_organ_is_given_to_every_row_and_group_headings_to_their_columns(tmp_path: Path) -> None:
    sheet = opened("two_header_rows.xlsx", tmp_path).sheets[0]
    header = find_header(sheet, known_headings(load()))
    assert header is not None
    assert header.lines == (1, 2)
    assert header.names[1] == "行政相对人类别"
    assert {cells[22] for line, cells in rows_of(sheet) if line > 2} == {build.BUREAU}


def test_a_number_that_lost_its_digits_is_shown_damaged(tmp_path: Path) -> None:
    rows = rows_of(opened("digits_lost.xlsx", tmp_path).sheets[0])
    assert rows[1][1][2] == "9.1339901E+17"


def test_formulas_give_their_saved_value_and_are_told(tmp_path: Path) -> None:
    tables = opened("formulas.xlsx", tmp_path)
    assert [cells[22] for _, cells in rows_of(tables.sheets[0])[1:]] == [build.BUREAU] * 2
    assert [(note.rule, note.line) for note in tables.notes] == [("FORMULAS_READ", 2)]


def test_the_content_decides_and_a_wrong_extension_is_told(tmp_path: Path) -> None:
    tables = opened("xml_named.xlsx", tmp_path)
    assert (tables.format, [note.rule for note in tables.notes]) == ("spreadsheetml", ["FILE_EXTENSION"])
