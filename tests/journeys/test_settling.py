"""A clerk settles whose a row is, and only then anybody can read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.intake import checking, entering
from goodstanding.intake.confirming import confirm
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, receive
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import CodeException, Organisation, PendingRow
from goodstanding.records.models import Record
from tests.intake.rows import as_csv, code, found, name, penalty

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
HandIn = Callable[..., Submission]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def enters(market: Department, steward: User, standing_of: Callable[[User], Standing]) -> HandIn:
    """``enters(row, …)``: handed in, checked, confirmed, entered."""

    def go(*rows: dict[str, str]) -> Submission:
        by = standing_of(steward)
        submission = receive([as_csv(rows)], About(department=market, kind="penalty", channel="web", name="a.csv"), by=by).submission
        checking.check(submission.id)
        submission.refresh_from_db()
        confirm(submission, by=by)
        entering.enter(submission.id)
        submission.refresh_from_db()
        return submission

    return go


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_unknown_organisation_is_opened_and_every_row_that_names_it_enters(enters: HandIn, clerk: User, signed_in: Signed) -> None:
    submission = enters(penalty(1), penalty(1, CF_WSH="甘市监罚〔2026〕99号"))
    assert submission.entered["pending"] == 2
    assert Record.everything.count() == 0
    bob = signed_in(clerk)
    assert name(1) in words(bob.get("/desk/queue/"))
    first = PendingRow.objects.order_by("row").first()
    assert first is not None
    assert "名录中没有该代码" in words(bob.get(f"/desk/queue/{first.pk}/"))
    answer = bob.post(f"/desk/queue/{first.pk}/open/", {"because": "国家企业信用信息公示系统查询一致"}, follow=True)
    assert "已开立" in words(answer)
    assert Organisation.objects.get().uscc == code(1)
    assert Record.public.count() == 2
    assert penalty(1)["CF_WSH"] in words(Client().get(f"/organisations/{code(1)}"))


def test_a_code_under_another_name_is_no_match_until_a_clerk_says_whose_it_is(enters: HandIn, clerk: User, signed_in: Signed) -> None:
    found(1)
    enters(penalty(1, CF_XDR_MC="甘泉市旧名称餐饮有限公司"))
    assert Record.everything.count() == 0
    row = PendingRow.objects.get()
    bob = signed_in(clerk)
    form = bob.get(f"/desk/queue/{row.pk}/attach/")
    assert code(1) in form.content.decode()
    bob.post(f"/desk/queue/{row.pk}/attach/", {"code": code(1), "because": "登记机关证明系曾用名"})
    assert Record.public.get().organisation.uscc == code(1)
    row.refresh_from_db()
    assert (row.state, row.because) == ("settled", "登记机关证明系曾用名")


def test_what_was_settled_before_attaches_by_itself_and_the_report_says_so(enters: HandIn, clerk: User, signed_in: Signed) -> None:
    found(1)
    first = enters(penalty(1, CF_XDR_MC="甘泉市旧名称餐饮有限公司"))
    assert first.found["by_rule"]["NAME_MISMATCH"] == 1
    row = PendingRow.objects.get()
    signed_in(clerk).post(f"/desk/queue/{row.pk}/attach/", {"code": code(1), "because": "登记机关证明系曾用名"})
    again = enters(penalty(1, CF_XDR_MC="甘泉市旧名称餐饮有限公司", CF_WSH="甘市监罚〔2026〕98号"))
    assert "NAME_MISMATCH" not in again.found["by_rule"]
    assert again.found["by_rule"]["ATTACHED"] == 1
    assert Record.public.count() == 2
    assert PendingRow.objects.latest("pk").how == "remembered"


def test_a_row_given_back_enters_nowhere_and_the_department_reads_why(
    enters: HandIn, clerk: User, steward: User, signed_in: Signed
) -> None:
    submission = enters(penalty(1))
    row = PendingRow.objects.get()
    signed_in(clerk).post(f"/desk/queue/{row.pk}/return/", {"because": "代码与名称均查无此主体"})
    assert Record.everything.count() == 0
    assert "代码与名称均查无此主体" in words(signed_in(steward).get(f"/desk/submissions/{submission.id}/"))


def test_a_decision_needs_a_reason_and_a_code_that_is_registered(enters: HandIn, clerk: User, signed_in: Signed) -> None:
    enters(penalty(1))
    row = PendingRow.objects.get()
    bob = signed_in(clerk)
    assert bob.post(f"/desk/queue/{row.pk}/open/", {"because": " "}).status_code == 422
    assert bob.post(f"/desk/queue/{row.pk}/return/", {}).status_code == 422
    unknown = bob.post(f"/desk/queue/{row.pk}/attach/", {"code": code(7), "because": "x"})
    assert (unknown.status_code, "主体库中没有" in words(unknown)) == (404, True)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_two_clerks_decide_and_one_is_told(enters: HandIn, clerk: User, appoint: Callable[..., User], signed_in: Signed) -> None:
    enters(penalty(1))
    row = PendingRow.objects.get()
    signed_in(clerk).post(f"/desk/queue/{row.pk}/return/", {"because": "查无此主体"})
    late = signed_in(appoint("clerk")).post(f"/desk/queue/{row.pk}/open/", {"because": "x"})
    assert late.status_code == 409
    assert Organisation.objects.count() == 0


def test_a_steward_settles_nothing_and_it_is_written_down(enters: HandIn, steward: User, signed_in: Signed) -> None:
    enters(penalty(1))
    row = PendingRow.objects.get()
    alice = signed_in(steward)
    for path in ("", f"{row.pk}/", f"{row.pk}/open/", f"{row.pk}/attach/", f"{row.pk}/return/"):
        assert alice.get(f"/desk/queue/{path}").status_code == 403, path
    assert Entry.objects.filter(event="access:refused", user_id=steward.pk).count() == 5


def test_an_auditor_reads_the_queue_and_settles_nothing(enters: HandIn, auditor: User, signed_in: Signed) -> None:
    enters(penalty(1))
    row = PendingRow.objects.get()
    audrey = signed_in(auditor)
    assert name(1) in words(audrey.get(f"/desk/queue/{row.pk}/"))
    assert audrey.post(f"/desk/queue/{row.pk}/open/", {"because": "x"}).status_code == 403


def test_a_lawful_code_whose_digit_fails_passes_once_its_evidence_is_recorded(
    enters: HandIn, market: Department, steward: User, clerk: User, signed_in: Signed, standing_of: Callable[[User], Standing]
) -> None:
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    about = About(department=market, kind="penalty", channel="web", name="a.csv")

    def faulty(number: str) -> int:
        rows = as_csv([penalty(1, CF_XDR_SHXYM=wrong, CF_WSH=number)])
        submission = receive([rows], about, by=standing_of(steward)).submission
        checking.check(submission.id)
        submission.refresh_from_db()
        return submission.faulty

    assert faulty("1号") == 1
    bob = signed_in(clerk)
    assert bob.post("/desk/exceptions/", {"code": wrong, "evidence": ""}).status_code == 422
    assert bob.post("/desk/exceptions/", {"code": code(2), "evidence": "执照"}).status_code == 422
    bob.post("/desk/exceptions/", {"code": wrong, "evidence": "2026年11月20日查验营业执照正本"})
    assert faulty("2号") == 0
    exception = CodeException.objects.get()
    bob.post(f"/desk/exceptions/{exception.pk}/end/", {"because": "登记机关已换发"})
    assert faulty("3号") == 1
