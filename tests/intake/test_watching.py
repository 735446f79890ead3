"""The watched folder takes finished files only, each once, and answers beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from goodstanding.departments.models import Department
from goodstanding.intake import checking
from goodstanding.intake.models import Submission
from goodstanding.intake.watching import Watcher
from tests.intake.rows import as_csv, penalty

pytestmark = pytest.mark.django_db
FILE = as_csv([penalty(1)])


@pytest.fixture
def inbox(tmp_path: Path, settings: Any, market: Department) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    folder = tmp_path / "watched" / market.code / "penalty"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def watcher(inbox: Path) -> Watcher:
    return Watcher(inbox.parent.parent, settle=0.0)


def test_a_file_at_rest_is_taken_at_the_second_look(watcher: Watcher, inbox: Path) -> None:
    (inbox / "a.csv").write_bytes(FILE)
    watcher.look()
    assert Submission.everything.count() == 0
    watcher.look()
    assert Submission.everything.get().channel == "folder"
    assert not (inbox / "a.csv").exists()


def test_a_file_that_still_grows_is_left_alone(watcher: Watcher, inbox: Path) -> None:
    with (inbox / "a.csv").open("wb") as file:
        for piece in (FILE[:100], FILE[100:200], FILE[200:]):
            file.write(piece)
            file.flush()
            watcher.look()
            assert Submission.everything.count() == 0
    watcher.look()
    assert Submission.everything.get().size == len(FILE)


def test_a_file_with_a_sign_beside_it_is_taken_at_once(inbox: Path) -> None:
    (inbox / "a.csv").write_bytes(FILE)
    (inbox / "a.csv.done").touch()
    Watcher(inbox.parent.parent, settle=3600).look()
    assert Submission.everything.count() == 1
    assert list(inbox.glob("*.done")) == []


@pytest.mark.parametrize("name", [".hidden.csv", "~$open.xlsx", "a.csv.part", "a.tmp"])
def test_what_is_not_meant_to_be_taken_stays(watcher: Watcher, inbox: Path, name: str) -> None:
    (inbox / name).write_bytes(FILE)
    watcher.look()
    watcher.look()
    assert Submission.everything.count() == 0
    assert (inbox / name).exists()


def test_the_report_stands_beside_and_the_file_as_sent_is_gone(watcher: Watcher, inbox: Path) -> None:
    (inbox / "a.csv").write_bytes(FILE)
    watcher.look()
    watcher.look()
    checking.check(Submission.everything.get().id)
    watcher.look()
    assert sorted(path.name for path in (inbox / "taken").iterdir()) == ["a.csv.report.json", "a.csv.report.xlsx"]


def test_a_file_that_cannot_be_read_is_answered_in_both_languages(watcher: Watcher, inbox: Path) -> None:
    (inbox / "empty.csv").write_bytes(b"")
    watcher.look()
    watcher.look()
    checking.check(Submission.everything.get().id)
    watcher.look()
    (answer,) = (inbox / "taken").iterdir()
    assert len(answer.read_text("utf-8").splitlines()) == 2


def test_two_files_of_one_name_are_two_files(watcher: Watcher, inbox: Path) -> None:
    for number in (1, 2):
        (inbox / "a.csv").write_bytes(as_csv([penalty(number)]))
        watcher.look()
        watcher.look()
    assert Submission.everything.count() == 2


def test_a_watcher_that_died_after_taking_hands_in_once(watcher: Watcher, inbox: Path) -> None:
    (inbox / "taken").mkdir()
    (inbox / "taken" / "a.csv").write_bytes(FILE)
    watcher.look()
    watcher.look()
    assert Submission.everything.count() == 1


def test_a_folder_of_no_department_is_left_alone(watcher: Watcher, inbox: Path) -> None:
    stray = inbox.parent.parent / "somebody" / "penalty"
    stray.mkdir(parents=True)
    (stray / "a.csv").write_bytes(FILE)
    watcher.look()
    watcher.look()
    assert (stray / "a.csv").exists()
