"""Every file of ``should_pass`` and ``should_fail`` through the whole examination, against exactly what is written beside it.

``*.expected.toml``: ``arguments`` of the command, ``exit`` code, and either ``refused`` (the refusal's code) or the counts and all
``findings`` as ``[line, field, rule]``, line 0 for the file as a whole.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result

from goodstanding.pipeline.commands import check
from tests.files import build

HERE = Path(__file__).parent
FILES = sorted(path for path in HERE.glob("should_*/*") if path.suffix != ".toml")
TODAY = "2026-11-23"
COUNTS = ("kind", "generation", "rows", "good", "faulty", "persons", "fatal")
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")


def expected(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_name(f"{path.name}.expected.toml").read_text("utf-8"))


def test_every_file_says_what_is_expected_of_it_and_is_built_by_the_script() -> None:
    built = {f"should_pass/{name}": made for name, made in build.PASS.items()} | {
        f"should_fail/{name}": made for name, made in build.FAIL.items()
    }
    assert {f"{path.parent.name}/{path.name}" for path in FILES} == set(built)
    assert [name for name, made in built.items() if (HERE / name).read_bytes() != made()] == []
    assert {path.name for path in HERE.glob("should_*/*.toml")} == {f"{path.name}.expected.toml" for path in FILES}


@every_file
def test_the_check_finds_exactly_what_is_expected(path: Path, tmp_path: Path) -> None:
    wanted = expected(path)
    done = run(path, "--report", tmp_path / "report.json", *wanted["arguments"])
    assert done.exit_code == wanted["exit"], done.output
    assert any("\u4e00" <= char <= "\u9fff" for char in done.output)
    if "refused" in wanted:
        assert f"[{wanted['refused']}]" in done.output
        assert not (tmp_path / "report.json").exists()
        return
    told = orjson.loads((tmp_path / "report.json").read_bytes())
    assert {name: told["summary"][name] for name in COUNTS} == {name: wanted[name] for name in COUNTS}
    findings = Counter((one["line"] or 0, one["field"] or "", one["rule"]) for one in told["findings"])
    assert findings == Counter({(line, field, rule): times for line, field, rule, times in (*map(counted, wanted["findings"]),)})


@pytest.mark.parametrize("name", ["should_pass/several_sheets.xlsx", "should_fail/codes.csv"])
def test_the_workbook_back_can_be_handed_in_again(name: str, tmp_path: Path) -> None:
    wanted = expected(HERE / name)
    run(HERE / name, "--report", tmp_path / "report.xlsx")
    again = run(tmp_path / "report.xlsx", "--report", tmp_path / "again.json")
    assert again.exit_code == wanted["exit"], again.output
    told = orjson.loads((tmp_path / "again.json").read_bytes())
    assert told["summary"]["rows"] == wanted["rows"] + wanted["faulty"]  # the rows to fix stand on a sheet of their own as well


def run(path: Path, *arguments: object) -> Result:
    """The command, as a steward calls it."""
    return CliRunner().invoke(check, [str(path), "--today", TODAY, *map(str, arguments)], env={"COLUMNS": "200"})


def counted(finding: list[Any]) -> tuple[Any, ...]:
    """``[line, field, rule]``, or with how many times at the end."""
    return (*finding, 1) if len(finding) == 3 else tuple(finding)
