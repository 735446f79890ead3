"""A department's own headers: named once by the steward, remembered, and the file checked again without being sent again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodstanding.departments.models import HeaderMapping, User
from goodstanding.intake import checking, folders, sweeping
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.pipeline.mapping import from_dict
from tests.intake.rows import as_csv, found, penalty

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
OWN = {"CF_XDR_MC": "甲", "CF_WSH": "乙", "CF_XDR_SHXYM": "丙"}
"""Headers that are like no title of any template."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def in_own_words(*rows: dict[str, str], every: bool = False) -> bytes:
    """The rows under a department's own headers: three of them, or all."""
    titles = {code: OWN.get(code, f"自有列{place}" if every else code) for place, code in enumerate(rows[0])}
    return as_csv({titles[code]: value for code, value in row.items()} for row in rows)


def handed_in(client: Client, content: bytes) -> Submission:
    client.post("/desk/hand-in/", {"kind": "penalty", "file": SimpleUploadedFile("本局导出.csv", content)})
    submission = Submission.everything.latest("received_at")
    checking.check(submission.id)
    submission.refresh_from_db()
    return submission


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(client: Client, submission: Submission) -> list[str]:
    """The headers the screen asks about, in order."""
    page = client.get(f"/desk/submissions/{submission.id}/columns/").content.decode()
    return re.findall(r'<label for="column-\d+">([^<]*)</label>', page)


def say(client: Client, submission: Submission, meaning: dict[str, str], name: str = "本局系统") -> Any:
    listed = {f"column-{place}": meaning.get(header, "?") for place, header in enumerate(asked(client, submission))}
    return client.post(f"/desk/submissions/{submission.id}/columns/", listed | {"name": name})


MEANING = {own: code for code, own in OWN.items()}


def test_unknown_columns_stop_the_file_until_they_are_named(steward: User, signed_in: Signed) -> None:
    found(1)
    alice = signed_in(steward)
    submission = handed_in(alice, in_own_words(penalty(1)))
    assert submission.found["by_rule"]["COLUMN_UNKNOWN"] == 3
    assert alice.post(f"/desk/submissions/{submission.id}/confirm/").status_code == 422
    assert "设置列对应关系" in words(alice.get(f"/desk/submissions/{submission.id}/"))
    assert sorted(asked(alice, submission)) == sorted(MEANING)

    assert say(alice, submission, MEANING).status_code == 302
    checking.check(submission.id)
    submission.refresh_from_db()
    assert (submission.state, submission.good) == ("checked", 1)
    assert "COLUMN_UNKNOWN" not in submission.found["by_rule"]
    assert not folders.spool(submission.id).exists()
    assert Entry.objects.filter(event="submission:mapped", subject_id=str(submission.id)).count() == 1


def test_a_file_no_template_knows_comes_to_the_same_screen(steward: User, signed_in: Signed) -> None:
    found(1)
    alice = signed_in(steward)
    content = in_own_words(penalty(1), every=True)
    submission = handed_in(alice, content)
    assert (submission.state, submission.rows) == ("checked", 0)
    headers = asked(alice, submission)
    assert len(headers) == len(penalty(1))
    meaning = dict(zip(headers, penalty(1), strict=True))
    personal = ("CF_FR_ZJLX", "CF_FR_ZJHM", "CF_XDR_ZJLX", "CF_XDR_ZJHM")
    assert say(alice, submission, {header: "" if code in personal else code for header, code in meaning.items()}).status_code == 302
    checking.check(submission.id)
    submission.refresh_from_db()
    assert (submission.rows, submission.good) == (1, 1)


def test_what_was_said_once_is_used_by_itself_the_next_time(steward: User, signed_in: Signed) -> None:
    found(2)
    alice = signed_in(steward)
    first = handed_in(alice, in_own_words(penalty(1)))
    say(alice, first, MEANING)
    second = handed_in(alice, in_own_words(penalty(2)))
    assert (second.good, second.mapping.name) == (1, "本局系统")  # type: ignore[union-attr]


def test_of_several_saved_mappings_the_one_that_fits_is_used(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    first = handed_in(alice, in_own_words(penalty(1)))
    say(alice, first, MEANING, name="旧系统")
    other = as_csv([{("丁" if code == "CF_WSH" else code): value for code, value in penalty(3).items()}])
    say(alice, handed_in(alice, other), {"丁": "CF_WSH"}, name="新系统")
    again = handed_in(alice, in_own_words(penalty(4)))
    assert again.mapping.name == "旧系统"  # type: ignore[union-attr]


def test_a_column_nobody_spoke_of_and_a_field_named_twice_are_told(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, in_own_words(penalty(1)))
    silent = say(alice, submission, {"甲": "CF_XDR_MC"})
    assert (silent.status_code, "还没有选择" in words(silent)) == (422, True)
    twice = say(alice, submission, {"甲": "CF_WSH", "乙": "CF_WSH", "丙": ""})
    assert (twice.status_code, "选了两次" in words(twice)) == (422, True)
    assert HeaderMapping.objects.count() == 0


def test_a_mapping_belongs_to_its_department(steward: User, other_steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    say(alice, handed_in(alice, in_own_words(penalty(1))), MEANING)
    theirs = handed_in(signed_in(other_steward), in_own_words(penalty(1)))
    assert theirs.found["by_rule"]["COLUMN_UNKNOWN"] == 3


def test_withdrawing_a_file_that_waits_for_its_columns_destroys_it(
    steward: User, signed_in: Signed, django_capture_on_commit_callbacks: Any
) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, in_own_words(penalty(1)))
    assert folders.spool(submission.id).exists()
    with django_capture_on_commit_callbacks(execute=True):
        alice.post(f"/desk/submissions/{submission.id}/withdraw/", {"because": "列名不对"})
    assert not folders.spool(submission.id).exists()


def test_a_sealed_file_does_not_wait_for_ever(steward: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, in_own_words(penalty(1)))
    assert sweeping.remove_strays(older_than=-1) == 0
    monkeypatch.setattr(sweeping, "KEPT_FOR_COLUMNS", 0)
    assert sweeping.remove_strays(older_than=-1) == 1
    say(alice, submission, MEANING)
    checking.check(submission.id)
    submission.refresh_from_db()
    assert (submission.state, submission.refusal["code"]) == ("refused", "SPOOL_GONE")
    assert from_dict(HeaderMapping.objects.get().mapping).columns["甲"] == "CF_XDR_MC"
