"""What examining a file comes to: lines, people kept out, headers, repeats, what is written and what is not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import orjson
import pytest

from goodstanding.pipeline import session
from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.run import examine, examine_rows
from goodstanding.rules import loading
from goodstanding.rules.refusals import Unusable
from tests.pipeline.core import junk
from tests.pipeline.core.test_same_answers import findings_of

TODAY = date(2026, 11, 23)
CATALOGUE = loading.load()
PENALTY = CATALOGUE.kinds["penalty"]
ID = "33010619900101123X"
PHONE = "13800138000"


def good(count: int, seed: int = 1) -> list[dict[str, str]]:
    random_ = random.Random(seed)
    return [junk.good_row(PENALTY, random_) for _ in range(count)]


def examined(folder: Path, rows: Sequence[dict[str, str]], **more: object) -> Examined:
    file = junk.write_csv(folder / "rows.csv", rows)
    return examine_file(file, folder / "out", **more)


def examine_file(file: Path, into: Path, **more: object) -> Examined:
    return examine(file, name=file.name, into=into, catalogue=CATALOGUE, today=TODAY, **more)  # type: ignore[arg-type]


def everything_written(folder: Path) -> str:
    """Every text of every file of an examined submission."""
    texts = [(folder / "headers.json").read_text("utf-8")]
    for file in folder.glob("*.parquet"):
        texts += [str(row) for row in duckdb.execute(f"SELECT * FROM read_parquet('{file}')").fetchall()]
    return "\n".join(texts)


def test_findings_stand_on_the_line_a_spreadsheet_shows_however_long_the_file(tmp_path: Path) -> None:
    rows = good(70_000)
    wrong = sorted(random.Random(2).sample(range(len(rows)), 300))
    for number in wrong:
        rows[number]["CF_XDR_LB"] = f"乱写{number}"
    examined(tmp_path, rows)
    found = [f for f in findings_of(tmp_path / "out") if f.rule == "NOT_IN_LIST"]
    assert [(f.row, f.line, f.value) for f in found] == [(number, number + 2, f"乱写{number}") for number in wrong]


def test_the_engine_is_kept_from_losing_the_order_of_rows(tmp_path: Path) -> None:
    """A list of constants must not become a join, which loses the order in silence."""
    with session.connect(tmp_path) as connection:
        connection.execute("CREATE TABLE t AS SELECT CAST(range % 100 AS VARCHAR) AS x FROM range(1000)")
        constants = ", ".join(f"'{n}'" for n in range(40))
        plan = str(connection.execute(f"EXPLAIN SELECT x FROM t WHERE x IN ({constants})").fetchall())
    assert "JOIN" not in plan


def test_line_breaks_inside_cells_do_not_shift_the_lines(tmp_path: Path) -> None:
    rows = good(40)
    rows[3]["CF_SY"] = "第一行\n第二行\n第三行，当事人未按规定运行污染防治设施。"
    rows[20]["CF_WSH"] = ""
    examined(tmp_path, rows)
    assert [(f.row, f.line) for f in findings_of(tmp_path / "out") if f.rule == "REQUIRED_MISSING"] == [(20, 22)]


@pytest.mark.parametrize(
    "about",
    [
        {"CF_XDR_LB": "自然人"},
        {"CF_XDR_LB": "个人"},
        {"CF_XDR_SHXYM": ID},
        {"CF_XDR_SHXYM": "", "CF_XDR_ZJHM": ID, "CF_XDR_ZJLX": "身份证"},
    ],
)
def test_a_natural_persons_row_is_only_counted(tmp_path: Path, about: dict[str, str]) -> None:
    rows = good(10)
    rows[4] |= about | {"CF_XDR_MC": "赵某某甲", "CF_SY": "赵某某甲的事情"}
    result = examined(tmp_path, rows)
    assert (result.rows, result.persons, result.good + result.faulty) == (10, 1, 9)
    written = everything_written(tmp_path / "out")
    assert "赵某某甲" not in written
    assert ID not in written
    assert not any(f.row == 4 for f in findings_of(tmp_path / "out"))


def test_nothing_personal_is_written_from_any_column_header_or_name(tmp_path: Path) -> None:
    rows = good(8)
    for number, code in enumerate(("CF_SY", "CF_NR", "BZ", "CF_XDR_MC", "CF_WSH", "CF_NR_FK", "CF_FR_ZJHM", "CF_XDR_SYDW")):
        rows[number][code] = f"联系{PHONE}，证件{ID}" if code not in ("CF_NR_FK", "CF_FR_ZJHM") else ID
    for row in rows:
        row[f"备用{PHONE}"] = ID
    file = junk.write_csv(tmp_path / f"{PHONE}.csv", rows)
    result = examine_file(file, tmp_path / "out")
    written = everything_written(tmp_path / "out")
    assert PHONE not in written
    assert ID not in written
    assert result.fatal  # the column nobody knows
    assert result.cleaned["PERSONAL_REMOVED"] >= 7


def test_personal_papers_of_representatives_are_taken_out_and_said(tmp_path: Path) -> None:
    rows = good(3)
    rows[1]["CF_FR_ZJHM"] = "护照 X1"
    examined(tmp_path, rows)
    found = [f for f in findings_of(tmp_path / "out") if f.rule == "REPRESENTATIVE_DOCUMENT_GIVEN"]
    assert [(f.row, f.value) for f in found] == [(1, "***")]
    assert "X1" not in everything_written(tmp_path / "out")


def test_an_unknown_column_stops_the_file_and_is_named(tmp_path: Path) -> None:
    rows = [row | {"神秘栏目": "1"} for row in good(3)]
    result = examined(tmp_path, rows)
    found = [f for f in findings_of(tmp_path / "out") if f.rule == "COLUMN_UNKNOWN"]
    assert result.fatal
    assert [(f.row, f.line, f.header, f.level) for f in found] == [(None, 1, "神秘栏目", "error")]


def test_a_missing_required_column_is_one_finding_not_one_for_each_row(tmp_path: Path) -> None:
    rows = good(50)
    for row in rows:
        del row["CF_WFXW"]
    result = examined(tmp_path, rows)
    assert result.fatal
    assert result.findings_by_rule["COLUMN_MISSING"] == 1
    assert "REQUIRED_MISSING" not in result.findings_by_rule


def test_the_second_of_two_rows_with_one_key_names_the_first(tmp_path: Path) -> None:
    rows = good(6)
    rows[3] = dict(rows[1])
    rows[5] = rows[1] | {"CF_JDRQ": rows[0]["CF_JDRQ"]}
    rows[4] = rows[1] | {"CF_XDR_SHXYM": rows[4]["CF_XDR_SHXYM"]}  # another party of the same decision: lawful
    examined(tmp_path, rows)
    found = {f.row: (f.rule, f.detail, f.value) for f in findings_of(tmp_path / "out") if f.rule.startswith("REPEATED")}
    number = rows[1]["CF_WSH"]
    assert found == {3: ("REPEATED_IN_FILE", "3", number), 5: ("REPEATED_DIFFERENTLY", "3", number)}


def test_a_repeat_is_found_under_another_spelling_of_the_code(tmp_path: Path) -> None:
    rows = good(3)
    rows[2] = rows[0] | {"CF_XDR_SHXYM": " " + rows[0]["CF_XDR_SHXYM"].lower()}
    examined(tmp_path, rows)
    assert any(f.row == 2 and f.rule.startswith("REPEATED") for f in findings_of(tmp_path / "out"))


def test_a_header_repeated_among_the_rows_is_no_row(tmp_path: Path) -> None:
    rows = good(5)
    rows.insert(3, {code: code for code in rows[0]})
    result = examined(tmp_path, rows)
    assert (result.rows, result.good) == (5, 5)


def test_rows_are_written_clean_with_their_verdict(tmp_path: Path) -> None:
    rows = good(3)
    rows[0] |= {
        "CF_JDRQ": "2026年3月5日",
        "CF_YXQ": "长期",
        "CF_NR_FK": "1,000.50",
        "CF_XDR_MC": "杭州ＡＢＣ（西湖）有限公司",
        "CF_NR": "罚款10005000元",
        "CF_GSJZQ": "2027/3/5",
    }
    rows[1]["CF_XDR_SHXYM"] = "91330106000000000X"
    examined(tmp_path, rows)
    columns = "row, sheet, line, CF_JDRQ, CF_YXQ, CF_NR_FK, CF_XDR_MC, normal_name, verdict, BZ"
    found = duckdb.execute(f"SELECT {columns} FROM read_parquet('{tmp_path}/out/rows.parquet') ORDER BY row").fetchall()
    assert found[0][:3] == (0, "CSV", 2)
    assert found[0][3:] == ("2026-03-05", "2099-12-31", "1000.5", "杭州ABC（西湖）有限公司", "杭州ABC(西湖)有限公司", "good", None)
    assert [row[8] for row in found] == ["good", "faulty", "good"]


def test_cells_are_kept_as_handed_in_titles_and_header_included(tmp_path: Path) -> None:
    rows = good(2)
    file = junk.write_csv(tmp_path / "rows.csv", rows)
    file.write_text("某市行政处罚信息表,,\n" + file.read_text("utf-8"), "utf-8")
    examine_file(file, tmp_path / "out")
    cells = duckdb.execute(f"SELECT line, cells FROM read_parquet('{tmp_path}/out/cells.parquet')").fetchall()
    assert [line for line, _ in cells] == [1, 2, 3, 4]
    assert cells[0][1][0] == "某市行政处罚信息表"
    assert cells[1][1] == list(rows[0])
    assert [cell or "" for cell in cells[2][1]] == list(rows[0].values())


def test_with_keep_off_only_findings_and_headers_are_written(tmp_path: Path) -> None:
    examined(tmp_path, good(3), keep=False)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["findings.parquet", "headers.json"]


def test_headers_say_what_every_column_became(tmp_path: Path) -> None:
    examined(tmp_path, good(2))
    sheet = orjson.loads((tmp_path / "out" / "headers.json").read_bytes())["sheets"][0]
    became = {column["header"]: column["field"] for column in sheet["columns"]}
    assert sheet["lines"] == [1]
    assert became["CF_XDR_MC"] == "CF_XDR_MC"


@pytest.mark.parametrize("spoil", ["ragged", "quote"])
def test_what_the_engine_refuses_is_read_with_care_and_found_the_same(tmp_path: Path, spoil: str) -> None:
    rows = good(3_000)
    rows[2_900]["CF_XDR_LB"] = "乱写"
    file = junk.write_csv(tmp_path / "rows.csv", rows)
    lines = file.read_text("utf-8").split("\n")
    lines[2_500] += ",多出来的" if spoil == "ragged" else ""
    if spoil == "quote":
        lines[2_500] = lines[2_500].replace("杭环罚", '杭"环罚', 1)
    file.write_text("\n".join(lines), "utf-8")
    try:
        result = examine_file(file, tmp_path / "out")
    except Unusable as refusal:
        assert refusal.code == "QUOTES_BROKEN"  # noqa: PT017 - either answer is right, each is checked
        assert spoil == "quote"
        return
    assert result.rows == 3_000
    assert [(f.row, f.line) for f in findings_of(tmp_path / "out") if f.rule == "NOT_IN_LIST"] == [(2_900, 2_902)]


def test_a_file_in_gb18030_gets_the_findings_of_the_same_file_in_utf_8(tmp_path: Path) -> None:
    rows = junk.rows(PENALTY, 300, seed=9)
    rows = [{code: cell.encode("gb18030", "ignore").decode("gb18030") for code, cell in row.items()} for row in rows]
    examined(tmp_path, rows)
    other = tmp_path / "gb.csv"
    other.write_bytes((tmp_path / "rows.csv").read_bytes().decode("utf-8").encode("gb18030"))
    examine_file(other, tmp_path / "gb")
    assert findings_of(tmp_path / "gb") == findings_of(tmp_path / "out")


def test_a_saved_mapping_reads_a_departments_own_headers(tmp_path: Path) -> None:
    rows = [{f"本局{code}": cell for code, cell in row.items()} | {"地区": "西湖"} for row in good(4)]
    columns = {f"本局{code}": code for code in good(1)[0]} | {"地区": ""}
    for row in rows:
        row["本局CF_XDR_LB"] = "企业甲类"
    mapping = Mapping("penalty", "本局", columns, {}, {"CF_XDR_LB": {"企业甲类": "法人及非法人组织"}})
    result = examined(tmp_path, rows, mapping=mapping)
    assert not result.fatal
    assert result.good == 4


def test_the_old_template_is_told_by_its_header_and_its_revoked_rows_do_not_enter(tmp_path: Path) -> None:
    new = good(2)
    old = [
        {
            **{code: row[code] for code in ("CF_WSH", "CF_SY", "CF_YJ", "CF_XDR_MC", "CF_XDR_SHXYM")},
            "CF_CFMC": row["CF_WFXW"],
            "CF_CFLB1": "罚款",
            "CF_CFLB2": "警告",
            "CF_JG": row["CF_NR"],
            "CF_FR": "王明",
            "CF_ZT": state,
            "CF_JDRQ": "2016/3/5",
            "CF_JZQ": "2017/3/5",
            "CF_GSJZQ": "2017/3/5",
            "CF_XZJG": "杭州市生态环境局",
            "DFBM": "330100",
            "SJC": "",
            "BZ": "",
        }
        for row, state in zip(new, ("0", "1"), strict=True)
    ]
    result = examined(tmp_path, old)
    found = findings_of(tmp_path / "out")
    assert result.generation == "2016"
    assert [f.row for f in found if f.rule == "PENALTY_REVOKED"] == [1]
    stored = duckdb.execute(f"SELECT CF_CFLB, CF_NR, CF_CFJG FROM read_parquet('{tmp_path}/out/rows.parquet') ORDER BY row").fetchall()
    assert stored[0] == ("罚款;警告", new[0]["CF_NR"], "杭州市生态环境局")


def test_a_code_admitted_with_evidence_passes_and_says_so(tmp_path: Path) -> None:
    rows = good(2)
    code = rows[0]["CF_XDR_SHXYM"]
    wrong = code[:17] + ("1" if code[17] != "1" else "2")
    rows[0]["CF_XDR_SHXYM"] = wrong
    plain = examine_rows(rows, catalogue=CATALOGUE, kind=PENALTY, today=TODAY)
    admitted = examine_rows(rows, catalogue=CATALOGUE, kind=PENALTY, today=TODAY, exceptions=frozenset({wrong}))
    assert "USCC_CHECK" in plain.examined.findings_by_rule
    assert "USCC_CHECK" not in admitted.examined.findings_by_rule
    assert "CODE_EXCEPTION" in admitted.examined.findings_by_rule
    examined(tmp_path, rows, exceptions=frozenset({wrong}))
    assert "CODE_EXCEPTION" in {f.rule for f in findings_of(tmp_path / "out")}


def test_nothing_is_left_of_an_examination_that_failed(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("CF_XDR_MC,CF_WSH,CF_SY,CF_CFLB\n", "utf-8")
    with pytest.raises(Unusable) as refused:
        examine_file(tmp_path / "empty.csv", tmp_path / "out")
    assert refused.value.code == "NO_ROWS"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_column_of_other_peoples_numbers_is_masked_in_every_row(tmp_path: Path) -> None:
    rows = good(300)
    for number, row in enumerate(rows):
        row["CF_SY"] += f"电话139{number:08}。"
    result = examined(tmp_path, rows)
    assert result.cleaned["PERSONAL_REMOVED"] == 300
    assert "139000" not in everything_written(tmp_path / "out")


def test_an_identity_number_in_the_old_template_tells_a_natural_persons_row(tmp_path: Path) -> None:
    row = good(1)[0]
    old = {code: row[code] for code in ("CF_WSH", "CF_SY", "CF_YJ", "CF_XDR_MC", "CF_XDR_SHXYM")}
    old |= {"CF_CFMC": row["CF_WFXW"], "CF_CFLB1": "罚款", "CF_JG": row["CF_NR"], "CF_JDRQ": "2016/3/5", "CF_XZJG": "杭州市生态环境局"}
    rows = [old | {"CF_XDR_SFZ": ""}, old | {"CF_XDR_MC": "赵某某甲", "CF_XDR_SHXYM": "", "CF_XDR_SFZ": "3301061990"}]
    result = examined(tmp_path, rows)
    assert (result.rows, result.persons) == (2, 1)
    assert "赵某某甲" not in everything_written(tmp_path / "out")
    assert "3301061990" not in everything_written(tmp_path / "out")
