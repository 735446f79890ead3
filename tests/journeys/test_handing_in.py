"""A steward hands in a workbook, reads the report, confirms, and anybody finds the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goodstanding.departments.models import Department, User
from goodstanding.intake import checking, entering, folders
from goodstanding.intake.models import Submission
from goodstanding.ledger.models import Entry
from goodstanding.records.models import Record
from tests.intake.rows import as_csv, code, found, name, penalty

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def upload(client: Client, content: bytes, file: str = "处罚11月.csv", **more: str) -> Any:
    return client.post("/desk/hand-in/", {"kind": "penalty", "file": SimpleUploadedFile(file, content)} | more, follow=True)


def words(response: Any) -> str:
    """A page as somebody reads it, white space and markup left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def handed_in(client: Client, *rows: dict[str, str]) -> Submission:
    upload(client, as_csv(rows))
    submission = Submission.everything.latest("received_at")
    checking.check(submission.id)
    submission.refresh_from_db()
    return submission


def test_a_file_becomes_a_public_record(steward: User, signed_in: Signed) -> None:
    found(1)
    alice = signed_in(steward)
    working = upload(alice, as_csv([penalty(1), penalty(2, CF_WSH="")]))
    assert "等待检查" in words(working)
    submission = Submission.everything.get()
    checking.check(submission.id)

    checked = alice.get(f"/desk/submissions/{submission.id}/")
    assert "检查完毕" in words(checked)
    report = alice.get(f"/desk/submissions/{submission.id}/report/")
    assert "第 3 行" in words(report)
    assert "行政处罚决定书文号" in words(report)

    answers = alice.get(f"/desk/submissions/{submission.id}/confirm/")
    assert "确认，合格的行入库" in words(answers)
    alice.post(f"/desk/submissions/{submission.id}/confirm/")
    entering.enter(submission.id)
    assert "已入库" in words(alice.get(f"/desk/submissions/{submission.id}/"))

    anybody = Client()
    record = Record.public.get()
    assert name(1) in words(anybody.get(f"/organisations/{code(1)}"))
    page = anybody.get(f"/records/{record.public_id}")
    assert penalty(1)["CF_WSH"] in words(page)
    assert penalty(1)["CF_WSH"] in words(anybody.get(f"/en/records/{record.public_id}"))


def test_every_page_is_there_in_english_too(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, penalty(1), penalty(2, CF_WSH=""))
    for path in (
        "",
        "hand-in/",
        "nothing-to-report/",
        "submissions/",
        *(f"submissions/{submission.id}/{p}" for p in ("", "report/", "confirm/", "withdraw/", "history/")),
    ):
        chinese, english = alice.get(f"/desk/{path}"), alice.get(f"/en/desk/{path}")
        assert (chinese.status_code, english.status_code) == (200, 200), path
        assert 'lang="zh-Hans"' in chinese.content.decode()
        assert 'lang="en"' in english.content.decode()


def test_the_report_is_filtered_by_rule_the_most_common_first(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, *(penalty(n, CF_JDRQ="31 November") for n in range(3)), penalty(4, CF_WSH=""))
    by_rule = submission.found["by_rule"]
    page = alice.get(f"/desk/submissions/{submission.id}/report/").content.decode()
    shown = re.findall(r"\?rule=(\w+)", page)
    assert [by_rule[rule] for rule in shown] == sorted(by_rule.values(), reverse=True)
    rarest = shown[-1]
    only = alice.get(f"/desk/submissions/{submission.id}/report/?rule={rarest}").content.decode()
    assert only.count("<tr") == by_rule[rarest] + 1


def test_the_file_comes_back_as_a_workbook_and_as_json(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, penalty(1, CF_WSH=""))
    for ending, begins in (("xlsx", b"PK"), ("json", b"{")):
        answer: Any = alice.get(f"/desk/submissions/{submission.id}/report.{ending}")
        assert b"".join(answer.streaming_content).startswith(begins)
        assert submission.reference in answer["Content-Disposition"]


def test_the_same_file_twice_is_told_and_leads_to_the_first(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    upload(alice, as_csv([penalty(1)]))
    again = upload(alice, as_csv([penalty(1)]), file="other name.csv")
    assert "没有重复接收" in words(again)
    assert Submission.everything.count() == 1


def test_the_fixed_rows_are_handed_in_as_a_follower_of_the_first(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    first = handed_in(alice, penalty(1), penalty(2, CF_WSH=""))
    form = alice.get(f"/desk/hand-in/?follows={first.id}&kind=penalty")
    assert first.reference in words(form)
    upload(alice, as_csv([penalty(2)]), follows=str(first.id))
    second = Submission.everything.latest("received_at")
    assert second.follows == first
    assert second.reference in words(alice.get(f"/desk/submissions/{first.id}/"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "penalty"}, "没有收到文件"),
        ({"file": SimpleUploadedFile("a.csv", b"x")}, "请选择数据种类"),
        ({"kind": "petition", "file": SimpleUploadedFile("a.csv", b"x")}, "petition"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_left(steward: User, signed_in: Signed, sent: dict[str, Any], said: str) -> None:
    answer = signed_in(steward).post("/desk/hand-in/", sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert list(folders.spool(uuid4()).parent.iterdir()) == []


def test_a_file_that_is_too_large_is_a_sentence(steward: User, signed_in: Signed, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = upload(signed_in(steward), as_csv([penalty(n) for n in range(10)]))
    assert answer.status_code == 413
    assert "超过单个文件上限" in words(answer)
    assert list(folders.spool(uuid4()).parent.iterdir()) == []


def test_an_upload_without_the_forms_own_token_is_refused_and_leaves_nothing(steward: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(steward)
    answer = client.post("/desk/hand-in/", {"kind": "penalty", "file": SimpleUploadedFile("a.csv", as_csv([penalty(1)]))})
    assert answer.status_code == 403
    assert Submission.everything.count() == 0
    assert list(folders.spool(uuid4()).parent.iterdir()) == []


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    upload(alice, b"\x89PNG\r\n\x1a\n" + bytes(100), file="scan.csv")
    submission = Submission.everything.get()
    checking.check(submission.id)
    page = words(alice.get(f"/desk/submissions/{submission.id}/"))
    assert "FILE_PICTURE" in page
    assert "重新报送" in page
    assert not folders.spool(submission.id).exists()


def test_two_stewards_confirm_and_one_is_told(steward: User, appoint: Callable[..., User], market: Department, signed_in: Signed) -> None:
    found(1)
    alice, second = signed_in(steward), signed_in(appoint("steward", market))
    submission = handed_in(alice, penalty(1))
    assert alice.post(f"/desk/submissions/{submission.id}/confirm/").status_code == 302
    late = second.post(f"/desk/submissions/{submission.id}/confirm/")
    assert late.status_code == 409
    assert "不能确认" in words(late)
    assert Entry.objects.filter(event="submission:confirmed").count() == 1


def test_withdrawing_asks_why_and_removes_the_rows(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, penalty(1))
    assert alice.post(f"/desk/submissions/{submission.id}/withdraw/", {"because": ""}).status_code == 422
    alice.post(f"/desk/submissions/{submission.id}/withdraw/", {"because": "月份报错"})
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert "月份报错" in words(alice.get(f"/desk/submissions/{submission.id}/history/"))


def test_nothing_to_report_is_said_for_a_month(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    month = f"{date(2026, 10, 1):%Y-%m}"
    assert "零报送" in words(alice.post("/desk/nothing-to-report/", {"kind": "permit", "month": month}, follow=True))
    again = alice.post("/desk/nothing-to-report/", {"kind": "permit", "month": month}, follow=True)
    assert "无需重复" in words(again)
    wrong = alice.post("/desk/nothing-to-report/", {"kind": "permit", "month": "2026-99"})
    assert (wrong.status_code, "请写作" in words(wrong) or "写作" in words(wrong)) == (422, True)


PAGES = ("", "hand-in/", "nothing-to-report/", "submissions/", "queue/", "exceptions/", "audit/")
OF_ONE = ("", "progress/", "history/", "report/", "report.xlsx", "report.json", "columns/", "confirm/", "withdraw/")


@pytest.mark.parametrize("path", [*PAGES, *(f"submissions/{UUID(int=0)}/{page}" for page in OF_ONE)])
def test_strangers_are_sent_to_sign_in(path: str, db: None) -> None:
    answer = Client().get(f"/desk/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_somebody_without_an_appointment_may_do_nothing(stranger: User, signed_in: Signed) -> None:
    charlie = signed_in(stranger)
    for path in PAGES:
        assert charlie.get(f"/desk/{path}").status_code == 403, path


def test_another_departments_steward_is_refused_everywhere_and_it_is_written_down(
    steward: User, other_steward: User, signed_in: Signed
) -> None:
    submission = handed_in(signed_in(steward), penalty(1))
    eve = signed_in(other_steward)
    for page in OF_ONE:
        answer = eve.get(f"/desk/submissions/{submission.id}/{page}")
        assert answer.status_code == 403, page
        assert submission.reference not in words(answer)
    refused = Entry.objects.filter(event="access:refused", user_id=other_steward.pk, subject_id=str(submission.id))
    assert refused.count() == len(OF_ONE)


def test_a_department_sees_only_its_own_submissions(steward: User, other_steward: User, clerk: User, signed_in: Signed) -> None:
    submission = handed_in(signed_in(steward), penalty(1))
    assert submission.reference in words(signed_in(steward).get("/desk/submissions/"))
    assert submission.reference not in words(signed_in(other_steward).get("/desk/submissions/"))
    assert submission.reference not in words(signed_in(other_steward).get("/desk/"))
    assert submission.reference in words(signed_in(clerk).get("/desk/submissions/"))


def test_an_official_reads_and_changes_nothing(steward: User, official: User, signed_in: Signed) -> None:
    submission = handed_in(signed_in(steward), penalty(1))
    oscar = signed_in(official)
    assert oscar.get(f"/desk/submissions/{submission.id}/report/").status_code == 200
    for path in ("hand-in/", f"submissions/{submission.id}/confirm/", f"submissions/{submission.id}/withdraw/"):
        assert oscar.post(f"/desk/{path}").status_code == 403, path
    submission.refresh_from_db()
    assert submission.state == "checked"


def test_an_auditor_reads_everything_and_changes_nothing(steward: User, auditor: User, signed_in: Signed) -> None:
    submission = handed_in(signed_in(steward), penalty(1))
    audrey = signed_in(auditor)
    assert "报送已接收" in words(audrey.get("/desk/audit/"))
    assert audrey.get(f"/desk/submissions/{submission.id}/report/").status_code == 200
    assert audrey.post(f"/desk/submissions/{submission.id}/confirm/").status_code == 403
    assert "无权操作" in words(audrey.get("/desk/audit/?only=refused"))


def test_a_steward_does_not_read_the_ledger(steward: User, signed_in: Signed) -> None:
    assert signed_in(steward).get("/desk/audit/").status_code == 403


def test_a_page_that_only_shows_takes_no_orders(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, penalty(1))
    for page in ("", "report/", "history/", "progress/"):
        assert alice.post(f"/desk/submissions/{submission.id}/{page}").status_code == 405, page


def test_a_submission_nobody_made_is_not_there(steward: User, signed_in: Signed) -> None:
    answer = signed_in(steward).get(f"/desk/submissions/{uuid4()}/")
    assert answer.status_code == 404
    assert "没有这次报送" in words(answer)


def test_the_desk_is_kept_by_no_cache(steward: User, signed_in: Signed) -> None:
    assert "no-store" in signed_in(steward).get("/desk/")["Cache-Control"]


def test_the_desk_says_what_there_is_to_do(steward: User, clerk: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    assert "0 批报送待确认" in words(alice.get("/desk/"))
    handed_in(alice, penalty(1), penalty(2, CF_WSH=""))
    assert "1 批报送待确认" in words(alice.get("/desk/"))
    assert "0 行数据待核定主体" in words(signed_in(clerk).get("/desk/"))
    assert "待核定主体" not in words(alice.get("/desk/"))


def test_the_centre_sees_which_departments_are_late(market: Department, clerk: User, administrator: User, signed_in: Signed) -> None:
    market.feeds.create(kind="penalty", every_days=7, starts_on=date(2020, 1, 1))
    page = words(signed_in(clerk).get("/desk/"))
    assert "1 项数据逾期或尚未报送" in page
    assert f"逾期或尚未报送的单位 数据来源单位 状态 种类 最近报送 应报送日 {market.name} 逾期 行政处罚 2020年1月8日" in page
    assert "goodstanding account add" not in page
    assert "goodstanding account add" in words(signed_in(administrator).get("/desk/"))


def test_the_report_weighs_the_problems_and_tells_of_left_out_columns_once(steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    submission = handed_in(alice, penalty(1, CF_WSH=""), penalty(2, CF_WSH=""), penalty(3, CF_JDRQ="2026/13/45"))
    page = alice.get(f"/desk/submissions/{submission.id}/report/")
    assert re.search(r"必填项未填写 错误 2", words(page))
    assert page.content.decode().count('#COLUMN_DROPPED"') == 1
    assert words(page).count(" / CF_") == 2 * 3  # four columns in the cell of the field and in the sentence


def test_the_audit_names_things_as_people_do(steward: User, official: User, auditor: User, signed_in: Signed) -> None:
    submission = handed_in(signed_in(steward), penalty(1))
    signed_in(official).post("/desk/hand-in/")
    audit = words(signed_in(auditor).get("/desk/audit/"))
    assert f"报送 {submission.reference}" in audit
    assert "无权操作，已拒绝：报送数据" in audit
    assert "hand_in" not in audit


def test_a_refusal_leads_the_signed_in_back_to_the_desk(official: User, signed_in: Signed) -> None:
    refused = signed_in(official).get("/desk/queue/")
    assert refused.status_code == 403
    assert "返回工作台" in words(refused)
    assert "返回工作台" not in words(Client().get("/nowhere"))
