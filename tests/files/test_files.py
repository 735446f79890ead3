"""Every file of ``should_pass`` and ``should_fail`` through the whole examination, against exactly what is written beside it.

``*.expected.toml``: ``arguments`` of the command, ``exit`` code, and either ``refused`` (the refusal's code) or the counts and all
``findings`` as ``[line, field, rule]``, line 0 for the file as a whole.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from goodstanding.pipeline.run import examine

from goodstanding.pipeline.commands import check
from goodstanding.pipeline.report import listing
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Unusable
from tests.files import build

HERE = Path(__file__).parent
FILES = sorted(path for path in HERE.glob("should_*/*") if path.suffix != ".toml")
TODAY = date(2026, 11, 23)
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
def test_examining_finds_exactly_what_is_expected(path: Path, tmp_path: Path) -> None:
    wanted = expected(path)
    catalogue = load()
    kind = catalogue.kinds.get(dict(zip(wanted["arguments"][::2], wanted["arguments"][1::2], strict=True)).get("--kind", ""))
    if "refused" in wanted:
        with pytest.raises(Unusable) as caught:
            examine(path, name=path.name, into=tmp_path / "examined", catalogue=catalogue, kind=kind, today=TODAY)
        assert caught.value.code == wanted["refused"]
        return
    found = examine(path, name=path.name, into=tmp_path / "examined", catalogue=catalogue, kind=kind, today=TODAY)
    counts = {name: getattr(found, name) for name in ("kind", "generation", "rows", "good", "faulty", "persons", "fatal")}
    assert counts == {name: wanted[name] for name in counts}
    findings = [[one.line or 0, one.field or "", one.rule] for one in listing.read(tmp_path / "examined", limit=10_000)]
    assert sorted(findings) == sorted(wanted["findings"])


@every_file
def test_the_command_answers_with_the_right_exit_code_and_words(path: Path) -> None:
    wanted = expected(path)
    done = CliRunner().invoke(check, [str(path), "--today", TODAY.isoformat(), *wanted["arguments"]], env={"COLUMNS": "200"})
    assert done.exit_code == wanted["exit"], done.output
    if "refused" in wanted:
        assert f"[{wanted['refused']}]" in done.output
    assert any("\u4e00" <= char <= "\u9fff" for char in done.output)


@every_file
def test_the_workbook_back_can_be_read_and_checked_again(path: Path, tmp_path: Path) -> None:
    wanted = expected(path)
    if "refused" in wanted:
        return
    report = tmp_path / "report.xlsx"
    CliRunner().invoke(check, [str(path), "--today", TODAY.isoformat(), *wanted["arguments"], "--report", str(report)])
    again = CliRunner().invoke(
        check, [str(report), "--today", TODAY.isoformat(), "--kind", wanted["kind"], "--report", str(tmp_path / "again.json")]
    )
    assert again.exit_code in {0, 1}, again.output
    told = orjson.loads((tmp_path / "again.json").read_bytes())
    assert told["summary"]["rows"] >= wanted["rows"] - wanted["persons"]
