"""``goodstanding check`` beyond the files of ``tests/files``: its options, its words, and that it needs nothing around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import orjson
import pytest
from click.testing import CliRunner, Result

from goodstanding.pipeline.commands import check
from tests.files import build

FILES = Path(__file__).parents[1] / "files"
SHARED = Path(os.environ.get("GOODSTANDING_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
GOOD, BAD = FILES / "should_pass" / "utf8.csv", FILES / "should_fail" / "codes.csv"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check, ["--today", "2026-11-23", *map(str, arguments)], env={"COLUMNS": "160"})


def test_no_django_and_no_database_is_loaded() -> None:
    script = "import sys; from goodstanding.cli import goodstanding as g; g(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "check", str(GOOD), "--today", "2026-11-23"],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": ""},
    )  # fmt: skip
    modules = set(done.stdout.split())
    assert "duckdb" in modules
    assert not modules & {"django", "psycopg"}


def test_both_languages_stand_side_by_side_unless_one_is_chosen() -> None:
    both, chinese, english = run(BAD), run(BAD, "--language", "zh"), run(BAD, "--language", "en")
    assert "应为 18 位" in both.output
    assert "must have 18 characters" in both.output
    assert "must have" not in chinese.output
    assert "应为" not in english.output


def test_the_screen_ends_with_what_to_do() -> None:
    assert "检查通过" in run(GOOD).output
    assert "请修改以上 4 处错误" in run(BAD).output
    assert "自然人信息不在归集范围" in run(FILES / "should_fail" / "natural_person_rows.csv").output


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run(BAD)
    assert list(tmp_path.iterdir()) == []


def test_the_report_is_written_where_asked(tmp_path: Path) -> None:
    run(BAD, "--report", tmp_path / "结果.xlsx")
    run(BAD, "--report", tmp_path / "report.json")
    assert openpyxl.load_workbook(tmp_path / "结果.xlsx").sheetnames == ["CSV", "待修改 To fix", "校验汇总 Summary"]
    assert orjson.loads((tmp_path / "report.json").read_bytes())["summary"]["faulty"] == 4


@pytest.mark.parametrize(("arguments", "said"), [
    (["nowhere.csv"], "没有这个文件"),
    ([GOOD, "--report", "report.docx"], ".xlsx 或 .json"),
    ([GOOD, "--kind", "petition"], "permit"),
    ([GOOD, "--city", "nowhere"], "目录有误"),
    ([GOOD, "--mapping", "nowhere.toml"], "对照关系文件不能读取"),
    ([GOOD, "--today", "tomorrow"], "tomorrow"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_with_exit_code_2(arguments: list[object], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.output


def test_own_headers_pass_through_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'kind = "permit"\n[columns]\n"证照编号" = "XK_WSH"\n'
        + "".join(f'"栏{n}" = "{code}"\n' for n, code in enumerate(build.PERMIT) if code not in {"XK_WSH", "XK_XKJG", "XK_XKLB"})
        + f'[constants]\nXK_XKJG = "{build.BUREAU}"\n[values.XK_XKLB]\n"一般" = "普通"\n',
        "utf-8",
    )
    text = (tmp_path / "own.toml").read_text("utf-8").replace("[constants]", '"类" = "XK_XKLB"\n[constants]')
    (tmp_path / "own.toml").write_text(text, "utf-8")
    names = {"XK_WSH": "证照编号", "XK_XKLB": "类"} | {
        code: f"栏{n}" for n, code in enumerate(build.PERMIT) if code not in {"XK_WSH", "XK_XKLB"}
    }
    row = {names[code]: value for code, value in build.permit(0, XK_XKLB="一般").items() if code != "XK_XKJG"}
    (tmp_path / "own.csv").write_text(build.text(build.table([row])), "utf-8")
    done = run(tmp_path / "own.csv", "--mapping", tmp_path / "own.toml", "--report", tmp_path / "report.json")
    told = orjson.loads((tmp_path / "report.json").read_bytes())
    assert (told["summary"]["rows"], told["summary"]["good"]) == (1, 1), done.output


@pytest.mark.parametrize(("file", "mapping", "rows"), [
    ("permits_cosmetics_nmpa", "cosmetics_permits", 110),
    ("penalties_environment_2017_2018", "environment_penalties", 81),
])  # fmt: skip
def test_real_files_go_through_their_shipped_mappings(file: str, mapping: str, rows: int, tmp_path: Path) -> None:
    path = SHARED / "real" / f"{file}.csv"
    if not path.exists():
        pytest.skip(f"the real files are not here: {SHARED}")
    shipped = Path(__file__).parents[2] / "src" / "goodstanding" / "catalogue" / "mappings" / f"{mapping}.toml"
    done = run(path, "--mapping", shipped, "--report", tmp_path / "report.json")
    assert done.exit_code == 1
    told = orjson.loads((tmp_path / "report.json").read_bytes())
    assert told["summary"]["rows"] == rows
    assert "COLUMN_UNKNOWN" not in {rule["rule"] for rule in told["summary"]["rules"]}
