"""A file of codes becomes a file of verdicts, in every format, with the lines a spreadsheet shows."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from goodstanding.cli import goodstanding
from goodstanding.pipeline.codes.run import run
from goodstanding.rules.refusals import Unusable

RIGHT, WRONG, MEANT = "914403001922038216", "914403001922O38216", "914403001922038216"
LINES = [RIGHT, WRONG, "19220382-1", "110101199003070011", "330100400013364", "=1+1", "", "91440300192203821６"]
VERDICTS = ["right", "wrong", "right", "personal", "right", "unknown", "empty", "right"]


def as_csv(path: Path, lines: list[str], heading: str = "统一社会信用代码") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["名称", heading], *([f"企业{n}", code] for n, code in enumerate(lines))])
    return path


def as_xlsx(path: Path, lines: list[str]) -> Path:
    book = openpyxl.Workbook()
    for row in [["某市代码清单", None], ["名称", "统一社会信用代码"], *([f"企业{n}", code] for n, code in enumerate(lines))]:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # a text, as it stands in a department's file
    book.save(path)
    return path


def as_json(path: Path, lines: list[str]) -> Path:
    path.write_text(json.dumps([{"name": str(n), "uscc": code} for n, code in enumerate(lines)]), "utf-8")
    return path


@pytest.mark.parametrize(("name", "make", "first"), [("a.csv", as_csv, 2), ("a.xlsx", as_xlsx, 3), ("a.json", as_json, 1)])
def test_every_format_is_read_and_every_line_is_answered(tmp_path: Path, name: str, make: object, first: int) -> None:
    out = tmp_path / "out.parquet"
    told = run(make(tmp_path / name, LINES), out)  # type: ignore[operator]
    rows = pq.read_table(out).to_pylist()
    assert [row["verdict"] for row in rows] == VERDICTS
    assert [row["line"] for row in rows] == list(range(first, first + len(LINES)))
    assert rows[0] | {"line": 0, "sheet": ""} == {
        "line": 0, "sheet": "", "code": RIGHT, "kind": "uscc", "verdict": "right", "faults": "", "reasons_zh": "", "reasons_en": "",
        "suggestion": "", "orgcode": "192203821", "uscc": RIGHT, "how": "same",
    }  # fmt: skip
    assert (rows[1]["suggestion"], rows[1]["faults"], rows[1]["uscc"]) == (MEANT, "USCC_CHARACTER", "")
    assert (rows[2]["orgcode"], rows[2]["how"], rows[2]["uscc"]) == ("192203821", "inside", "")
    assert rows[3]["code"] == "***"
    assert (told.rows, told.verdicts["right"], told.suggested) == (8, 4, 1)


def test_the_file_for_people_is_worded_safe_and_the_same_as_the_one_for_programs(tmp_path: Path) -> None:
    given = as_csv(tmp_path / "a.csv", LINES)
    run(given, tmp_path / "o.csv")
    run(given, tmp_path / "o.xlsx")
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    sheet = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "o.xlsx").active.iter_rows()]
    assert [[str(cell) if cell is not None else "" for cell in row] for row in sheet] == rows
    assert rows[1][2:5] == [RIGHT, "统一社会信用代码 uscc", "符合编码规则 right"]
    assert rows[6][2] == "'=1+1"
    assert not any("110101199003070011" in cell for row in rows for cell in row)


def test_a_file_of_one_column_needs_no_heading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{RIGHT}\n{WRONG}", "utf-8")
    (tmp_path / "b.txt").write_text(f"清单\n{RIGHT}\n{WRONG}", "utf-8")
    for name, first in (("a.txt", 1), ("b.txt", 2)):
        run(tmp_path / name, tmp_path / "o.parquet")
        assert pq.read_table(tmp_path / "o.parquet").column("line").to_pylist() == [first, first + 1]


def test_the_column_may_be_named_or_numbered_and_must_be_where_none_is_headed(tmp_path: Path) -> None:
    given = as_csv(tmp_path / "a.csv", [RIGHT], heading="证照编码")
    with pytest.raises(Unusable) as missing:
        run(given, None)
    assert (missing.value.code, "证照编码" in missing.value.why.zh) == ("CODES_COLUMN_MISSING", True)
    assert run(given, None, column="证照编码").verdicts == run(given, None, column="2").verdicts == {"right": 1}
    with pytest.raises(Unusable) as unknown:
        run(given, None, column="没有这一栏")
    assert unknown.value.code == "CODES_COLUMN_UNKNOWN"


def test_a_broken_line_far_down_is_read_again_with_care(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,代码\n" + f"甲,{RIGHT}\n" * 5000 + f"乙,{RIGHT},多一格\n" + f"丙,{WRONG}\n", "utf-8")
    told = run(path, tmp_path / "o.parquet")
    assert (told.rows, told.verdicts["right"], told.verdicts["wrong"]) == (5002, 5001, 1)


def test_the_register_is_asked_in_batches(tmp_path: Path) -> None:
    def lookup(table: pa.Table) -> pa.Table:
        return table.set_column(table.column_names.index("how"), "how", pa.array(["register"] * len(table), pa.string()))

    run(as_csv(tmp_path / "a.csv", LINES), tmp_path / "o.parquet", lookup=lookup)
    assert set(pq.read_table(tmp_path / "o.parquet").column("how").to_pylist()) == {"register"}


def test_the_commands_exit_codes_say_clean_findings_or_unusable(tmp_path: Path) -> None:
    clean, found = as_csv(tmp_path / "a.csv", [RIGHT]), as_csv(tmp_path / "b.csv", LINES)
    call = CliRunner().invoke
    assert call(goodstanding, ["code", RIGHT]).exit_code == 0
    assert call(goodstanding, ["codes", str(clean)]).exit_code == 0
    said = call(goodstanding, ["codes", str(found), "--out", str(tmp_path / "o.csv")])
    assert (said.exit_code, (tmp_path / "o.csv").exists()) == (1, True)
    assert call(goodstanding, ["codes", str(found), "--out", "o.doc"]).exit_code == 2
    assert isinstance(call(goodstanding, ["codes", str(as_csv(tmp_path / "c.csv", [RIGHT], heading="证照编码"))]).exception, Unusable)


def test_a_code_is_explained_on_the_screen_and_a_persons_number_is_not_repeated() -> None:
    said = CliRunner().invoke(goodstanding, ["code", WRONG, "110101199003070011"])
    assert said.exit_code == 1
    assert "USCC_CHARACTER" in said.output
    assert MEANT in said.output
    assert "登记管理" in said.output
    assert "110101199003070011" not in said.output
