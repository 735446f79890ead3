"""``goodstanding intake`` hands in, checks and enters by itself, and its exit code says what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from goodstanding.departments.models import Department
from goodstanding.intake import folders
from goodstanding.intake.commands import intake
from goodstanding.intake.models import Submission
from goodstanding.records.commands import show
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Missing, Unusable
from tests.intake.rows import as_csv, code, found, name, penalty

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"


def run(file: Path, department: Department, *more: str) -> Result:
    return CliRunner().invoke(intake, [str(file), "--department", department.code, "--kind", "penalty", *more])


def test_a_clean_file_enters_when_it_is_confirmed(tmp_path: Path, market: Department) -> None:
    found(1)
    file = tmp_path / "处罚.csv"
    file.write_bytes(as_csv([penalty(1)]))
    done = run(file, market, "--confirm", "--report", str(tmp_path / "report.json"))
    assert (done.exit_code, Record.public.count()) == (0, 1), done.output
    assert (tmp_path / "report.json").exists()
    assert file.exists()
    submission = Submission.everything.get()
    assert (submission.channel, submission.state) == ("command", "entered")
    assert not folders.spool(submission.id).exists()
    shown = CliRunner().invoke(show, [code(1).lower()])
    assert name(1) in shown.output
    assert penalty(1)["CF_WSH"][:6] in shown.output


def test_faults_are_exit_code_1_and_nothing_enters_unasked(tmp_path: Path, market: Department) -> None:
    file = tmp_path / "处罚.csv"
    file.write_bytes(as_csv([penalty(1), penalty(2, CF_WSH="")]))
    done = run(file, market)
    assert (done.exit_code, Record.everything.count()) == (1, 0)
    assert "REQUIRED_MISSING" in done.output


def test_a_file_that_cannot_be_used_is_a_sentence(tmp_path: Path, market: Department) -> None:
    file = tmp_path / "empty.csv"
    file.write_bytes(b"")
    done = run(file, market)
    assert isinstance(done.exception, Unusable)
    assert done.exception.code == "FILE_EMPTY"


def test_an_unknown_department_is_a_sentence(tmp_path: Path, market: Department) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(as_csv([penalty(1)]))
    market.code = "110000000000000000"
    assert isinstance(run(file, market).exception, Missing)


def test_the_same_file_again_changes_nothing(tmp_path: Path, market: Department) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(as_csv([penalty(1)]))
    run(file, market)
    assert "没有重复接收" in run(file, market).output
    assert Submission.everything.count() == 1
