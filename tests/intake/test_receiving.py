"""What a department hands in is written down once, for it alone, and a refusal leaves a trace and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.intake import folders
from goodstanding.intake.declaring import declare_nothing, month_of
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, Handed, clean_name, receive
from goodstanding.ledger.models import Entry
from goodstanding.rules.refusals import Forbidden, Missing, Refused
from tests.intake.rows import as_csv, penalty

pytestmark = pytest.mark.django_db
FILE = as_csv([penalty(1)])
Acts = Callable[[User], Standing]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def hand_in(department: Department, by: Standing, content: bytes = FILE, **about: Any) -> Handed:
    known: dict[str, Any] = {"department": department, "kind": "penalty", "channel": "web", "name": "处罚.csv"}
    return receive([content], About(**(known | about)), by=by)


def jobs() -> int:
    """Checks of submissions that are there: other tests' jobs stay in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs j JOIN intake_submission s ON s.id::text = j.args ->> 'submission'"
            " WHERE j.task_name = 'intake.check'"
        )
        return int(cursor.fetchone()[0])


def test_a_file_is_sealed_written_down_and_put_into_the_queue(market: Department, steward: User, standing_of: Acts) -> None:
    handed = hand_in(market, standing_of(steward))
    new = handed.submission
    assert (new.state, new.size, handed.again) == ("received", len(FILE), False)
    assert folders.spool(new.id).exists()
    assert jobs() == 1
    assert Entry.objects.get(event="submission:received", subject_id=str(new.id)).data["sha256"] == new.sha256


def test_the_same_file_again_is_told_and_nothing_is_doubled(market: Department, steward: User, standing_of: Acts) -> None:
    first, second = hand_in(market, standing_of(steward)), hand_in(market, standing_of(steward), name="another name.csv")
    assert (second.again, second.submission) == (True, first.submission)
    assert Submission.everything.count() == 1
    assert jobs() == 1
    assert [path.name for path in folders.spool(first.submission.id).parent.iterdir()] == [f"{first.submission.id}.sealed"]


def test_a_refused_file_may_come_again(market: Department, steward: User, standing_of: Acts) -> None:
    first = hand_in(market, standing_of(steward)).submission
    Submission.everything.filter(id=first.id).update(state="refused")
    assert not hand_in(market, standing_of(steward)).again


def test_another_department_may_hand_in_the_same_file(
    market: Department, environment: Department, steward: User, other_steward: User, standing_of: Acts
) -> None:
    hand_in(market, standing_of(steward))
    assert not hand_in(environment, standing_of(other_steward)).again


def test_another_departments_steward_is_refused_and_it_is_written_down(market: Department, other_steward: User, standing_of: Acts) -> None:
    with pytest.raises(Forbidden):
        hand_in(market, standing_of(other_steward))
    assert Submission.everything.count() == 0
    entry = Entry.objects.get(event="access:refused", user_id=other_steward.pk)
    assert (entry.user_id, entry.data["action"]) == (other_steward.pk, "hand_in")


def test_the_same_key_and_content_is_the_same_submission(market: Department, steward: User, standing_of: Acts) -> None:
    by = standing_of(steward)
    assert hand_in(market, by, key="k1") == hand_in(market, by, key="k1")


def test_the_same_key_with_other_content_is_refused_and_leaves_nothing(market: Department, steward: User, standing_of: Acts) -> None:
    by = standing_of(steward)
    first = hand_in(market, by, key="k1").submission
    with pytest.raises(Refused) as refused:
        hand_in(market, by, as_csv([penalty(2)]), key="k1")
    assert refused.value.code == "IDEMPOTENCY_KEY_REUSED"
    assert [path.stem for path in folders.spool(first.id).parent.iterdir()] == [str(first.id)]


def test_a_key_used_for_a_file_that_had_come_before_is_remembered_too(market: Department, steward: User, standing_of: Acts) -> None:
    by = standing_of(steward)
    hand_in(market, by, key="k1")
    assert hand_in(market, by, key="k2").again
    with pytest.raises(Refused):
        hand_in(market, by, as_csv([penalty(2)]), key="k2")


def test_a_kind_nobody_knows_is_refused_before_a_byte_is_read(market: Department, steward: User, standing_of: Acts) -> None:
    def unread() -> Any:
        pytest.fail("the stream was read")
        yield b""

    with pytest.raises(Refused) as refused:
        receive(unread(), About(department=market, kind="petition", channel="web"), by=standing_of(steward))
    assert refused.value.code == "KIND_UNKNOWN"


def test_only_a_departments_own_submission_can_be_followed(
    market: Department, environment: Department, steward: User, other_steward: User, standing_of: Acts
) -> None:
    first = hand_in(market, standing_of(steward)).submission
    assert hand_in(market, standing_of(steward), as_csv([penalty(2)]), follows=first.id).submission.follows == first
    with pytest.raises(Missing):
        hand_in(environment, standing_of(other_steward), as_csv([penalty(3)]), follows=first.id)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("C:\\Users\\王\\处罚11月.xlsx", "处罚11月.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("张三110101199003077475.csv", "张三***.csv"),
        ("联系电话13812345678.csv", "联系电话***.csv"),
        ("a\x00b\u202e.csv", "ab.csv"),
    ],
)
def test_a_files_name_keeps_no_folder_and_nothing_personal(written: str, kept: str) -> None:
    assert clean_name(written) == kept


def test_nothing_to_report_is_said_once_for_a_month(market: Department, steward: User, standing_of: Acts) -> None:
    about = About(department=market, kind="penalty", channel="web")
    first, second = (declare_nothing(about, month_of("2026-10"), by=standing_of(steward)) for _ in range(2))
    assert (first.again, second.again, Submission.everything.get().state) == (False, True, "nothing_to_report")
    said = Entry.objects.filter(event="submission:nothing").get()
    assert (said.data["kind"], said.data["month"]) == ("penalty", "2026-10")


@pytest.mark.parametrize("month", ["2026", "2026-13", "November", "2026-11-02", ""])
def test_a_month_is_written_like_2026_11(month: str) -> None:
    with pytest.raises(Refused) as refused:
        month_of(month)
    assert refused.value.code == "MONTH_UNREADABLE"


def test_a_month_that_has_not_begun_cannot_be_empty_yet(market: Department, steward: User, standing_of: Acts) -> None:
    ahead = date(date.today().year + 1, 1, 1)  # noqa: DTZ011 - any day far enough ahead
    with pytest.raises(Refused) as refused:
        declare_nothing(About(department=market, kind="penalty", channel="web"), ahead, by=standing_of(steward))
    assert refused.value.code == "MONTH_AHEAD"


@pytest.mark.django_db(transaction=True)
def test_two_stewards_at_once_hand_in_one_submission(market: Department, steward: User, standing_of: Acts) -> None:
    by, together, answers = standing_of(steward), Barrier(2), []

    def one() -> None:
        together.wait()
        answers.append(hand_in(market, by))
        connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(handed.again for handed in answers) == [False, True]
    assert Submission.everything.count() == 1
    assert jobs() == 1
