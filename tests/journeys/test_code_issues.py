"""Wrong and duplicate codes over HTTP: found in what is handed in, answered by whoever registers, decided by the centre, counted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.intake import checking, entering, finding_issues
from goodstanding.intake.confirming import confirm
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, receive
from goodstanding.ledger.models import Entry
from goodstanding.organisations.issues import finding
from goodstanding.organisations.models import CodeException, CodeIssue, Identifier, Organisation, Registrar
from goodstanding.rules.returns import return_file
from tests.intake.rows import as_csv, code, found, name, penalty
from tests.intake.working import work

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
HERE = "/desk/code-issues/"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def wrong(number: int) -> str:
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def issue(market: Department) -> CodeIssue:
    """A wrong code in force, which market regulation has to answer for."""
    Registrar.objects.create(authority="9", department=market)
    body = found(1)
    Identifier.objects.filter(organisation=body).update(value=wrong(1))
    Organisation.objects.filter(pk=body.pk).update(uscc=wrong(1))
    finding.in_the_register(by=SYSTEM)
    return CodeIssue.objects.get()


def test_what_is_handed_in_shows_wrong_retired_and_misnamed_codes_and_no_persons_row(
    market: Department, steward: User, standing_of: Callable[[User], Standing]
) -> None:
    body = found(1)
    found(2)
    ended = timezone.localdate() - timedelta(days=200)
    Identifier.objects.create(organisation=body, kind="uscc", value=code(7), valid_until=ended, source="test")
    by = standing_of(steward)
    rows = [
        penalty(1, CF_XDR_SHXYM=wrong(1), CF_WSH="1号"),
        penalty(2, CF_XDR_MC="甘泉市别的名称有限公司", CF_WSH="2号"),
        penalty(1, CF_XDR_SHXYM=code(7), CF_WSH="3号"),
        penalty(3, CF_XDR_LB="自然人", CF_XDR_MC="王某某", CF_XDR_SHXYM="", CF_XDR_ZJHM="11010119900307123X", CF_WSH="4号"),
    ]
    submission = receive([as_csv(rows)], About(department=market, kind="penalty", channel="web", name="a.csv"), by=by).submission
    checking.check(submission.id)
    submission.refresh_from_db()
    confirm(submission, by=by)
    entering.enter(submission.id)
    for _ in range(2):
        finding_issues.find(submission.id)
    assert Submission.everything.get().state == "entered"
    seen = {(one.kind, one.code, one.name, one.evidence["places"][0].get("row")) for one in CodeIssue.objects.all()}
    assert seen == {
        ("wrong", wrong(1), name(1), 0),
        ("name_differs", code(2), "甘泉市别的名称有限公司", 1),
        ("retired", code(7), name(1), 2),
    }
    assert "王某某" not in str(list(CodeIssue.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_a_worker_looks_for_them_when_rows_have_entered(market: Department, steward: User, standing_of: Callable[[User], Standing]) -> None:
    found(2)
    by = standing_of(steward)
    rows = as_csv([penalty(1, CF_XDR_SHXYM=wrong(1)), penalty(2)])
    submission = receive([rows], About(department=market, kind="penalty", channel="web", name="a.csv"), by=by).submission
    work()
    submission.refresh_from_db()
    assert CodeIssue.objects.count() == 0
    confirm(submission, by=by)
    work()
    assert CodeIssue.objects.get().code == wrong(1)


def test_a_steward_answers_and_the_clerk_accepts_and_the_register_follows(
    issue: CodeIssue, steward: User, clerk: User, signed_in: Signed
) -> None:
    alice, bob = signed_in(steward), signed_in(clerk)
    listed = words(alice.get(HERE))
    assert wrong(1) in listed
    assert "错码" in listed
    page = words(alice.get(f"{HERE}{issue.pk}/"))
    assert "第 18 位校验码与前 17 位不符" in page
    assert code(1) in page  # what was perhaps meant
    assert alice.post(f"{HERE}{issue.pk}/answer/", {}).status_code == 422
    bad = alice.post(f"{HERE}{issue.pk}/answer/", {"operation": "0", "new_code": "123"})
    assert (bad.status_code, "新代码不是有效的统一社会信用代码" in words(bad)) == (422, True)
    answered = alice.post(f"{HERE}{issue.pk}/answer/", {"operation": "0", "new_code": code(1), "words": "已换照"}, follow=True)
    assert "等待信用中心审核" in words(answered)
    assert "已换照" in words(bob.get(f"{HERE}{issue.pk}/"))
    assert "accept" in bob.get(f"{HERE}{issue.pk}/").content.decode()
    done = bob.post(f"{HERE}{issue.pk}/accept/", follow=True)
    assert "已纠正" in words(done)
    assert Organisation.objects.get().uscc == code(1)
    assert bob.post(f"{HERE}{issue.pk}/accept/").status_code == 409


def test_the_clerk_returns_an_answer_and_the_department_reads_why(issue: CodeIssue, steward: User, clerk: User, signed_in: Signed) -> None:
    alice, bob = signed_in(steward), signed_in(clerk)
    alice.post(f"{HERE}{issue.pk}/answer/", {"operation": "2", "words": "无误"})
    assert bob.post(f"{HERE}{issue.pk}/return/", {"because": " "}).status_code == 422
    bob.post(f"{HERE}{issue.pk}/return/", {"because": "请附执照影印件"})
    assert "请附执照影印件" in words(alice.get(f"{HERE}{issue.pk}/answer/"))
    alice.post(f"{HERE}{issue.pk}/answer/", {"operation": "2", "words": "执照一致"})
    bob.post(f"{HERE}{issue.pk}/keep/", {"because": "查验执照正本", "as_exception": "on"})
    assert CodeIssue.objects.get().state == "kept"
    assert CodeException.objects.get().code == wrong(1)


def test_a_steward_of_another_department_sees_nothing_of_it_and_is_written_down(
    issue: CodeIssue, other_steward: User, signed_in: Signed
) -> None:
    eve = signed_in(other_steward)
    assert wrong(1) not in words(eve.get(HERE))
    assert wrong(1) not in eve.get(f"{HERE}return.csv").content.decode()
    for path in ("", "answer/", "accept/", "dismiss/"):
        assert eve.get(f"{HERE}{issue.pk}/{path}").status_code == 403, path
        assert eve.post(f"{HERE}{issue.pk}/{path}", {"operation": "1"}).status_code in {403, 405}, path
    market = CodeIssue.objects.get().department
    assert market is not None
    assert eve.get(f"{HERE}rates/wrong/{market.code}/{timezone.localdate():%Y-%m}/above/").status_code == 403
    assert Entry.objects.filter(event="access:refused", user_id=other_steward.pk).count() == 8


def test_who_may_do_what(issue: CodeIssue, official: User, auditor: User, administrator: User, steward: User, signed_in: Signed) -> None:
    assert signed_in(official).get(f"{HERE}{issue.pk}/").status_code == 200
    assert signed_in(official).post(f"{HERE}{issue.pk}/answer/", {"operation": "1"}).status_code == 403
    assert signed_in(official).get(f"{HERE}return/").status_code == 403
    assert signed_in(auditor).get(f"{HERE}{issue.pk}/").status_code == 200
    assert signed_in(auditor).post(f"{HERE}{issue.pk}/dismiss/", {"because": "x"}).status_code == 403
    assert signed_in(steward).get(f"{HERE}registrars/").status_code == 403
    assert signed_in(steward).post(f"{HERE}{issue.pk}/dismiss/", {"because": "x"}).status_code == 403
    assert signed_in(administrator).get(f"{HERE}registrars/").status_code == 200
    assert signed_in(administrator).post(f"{HERE}registrars/assign/").status_code == 403
    assert Client().get(HERE).status_code == 302
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(steward)
    assert forged.post(f"{HERE}{issue.pk}/answer/", {"operation": "1"}).status_code == 403
    assert signed_in(auditor).get(f"{HERE}99999/").status_code == 404
    assert CodeIssue.objects.get().state == "open"


def test_the_list_filters_and_its_counts_come_first(issue: CodeIssue, clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    for query, shown in (
        ("?state=open", True), ("?state=answered", False), ("?kind=wrong", True), ("?kind=retired", False),
        ("?department=none", False), ("?late=1", False), (f"?code={wrong(1)}", True), ("?kind=nonsense&state=nonsense&page=99", True),
    ):  # fmt: skip
        assert (wrong(1) in words(bob.get(HERE + query))) is shown, query
    CodeIssue.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "逾期" in words(bob.get(HERE + "?late=1"))
    CodeIssue.objects.update(due_on=None)
    assert "未确定" in words(bob.get(HERE))


def test_the_return_file_goes_out_and_comes_back_through_the_page(issue: CodeIssue, steward: User, signed_in: Signed) -> None:
    alice = signed_in(steward)
    out = alice.get(f"{HERE}return.csv")
    rows = list(csv.reader(io.StringIO(out.content.decode("utf-8-sig"))))
    assert alice.get(f"{HERE}return.xlsx").content.startswith(b"PK")
    columns = [column.source for column in return_file().columns]
    rows[1][columns.index("operation")] = "1"
    text = io.StringIO()
    csv.writer(text).writerows([*rows, ["8888", *rows[1][1:]]])

    def hand_in(content: bytes) -> Any:
        return alice.post(f"{HERE}return/", {"file": SimpleUploadedFile("return.csv", content)})

    answer = hand_in(text.getvalue().encode())
    assert answer.status_code == 422
    assert "采用 1" in words(answer)
    assert "没有这个编号的问题" in words(answer)
    assert "相同 1" in words(hand_in(text.getvalue().encode()))
    assert CodeIssue.objects.get().operation == "1"
    assert "这不是纠错回传表" in words(hand_in("甲,乙\n1,2\n".encode()))
    assert alice.post(f"{HERE}return/", {}).status_code == 422
    assert "不超过 2.5 MB" in words(hand_in(bytes(3_000_000)))
    assert alice.get(f"{HERE}return/").status_code == 200


def test_rates_stand_with_their_definition_and_each_number_opens_its_rows(issue: CodeIssue, clerk: User, signed_in: Signed) -> None:
    bob = signed_in(clerk)
    page = bob.get(f"{HERE}rates/")
    assert "错码率" in words(page)
    assert "100.00%" in words(page)
    assert "未见官方公式" in words(page)
    links = re.findall(r'href="(/desk/code-issues/rates/[^"]+/)"', page.content.decode())
    assert len(links) == 6
    for link in links:
        assert bob.get(link).status_code == 200, link
    assert wrong(1) in words(bob.get(links[0]))
    said = bob.get(f"{HERE}rates.json").json()
    assert [(one["rate"], one["numerator"], one["denominator"], one["share"]) for one in said["figures"]] == [
        ("wrong", 1, 1, 1.0), ("duplicate", 0, 1, 0.0), ("corrected", 0, 1, 0.0),
    ]  # fmt: skip
    assert said["definitions"]["wrong"]["sure"] is False
    table = bob.get(f"{HERE}rates.csv").content.decode("utf-8-sig")
    assert table.count("临澜市市场监督管理局") == 3
    assert bob.get(f"{HERE}rates/nonsense/{code(1)}/2026-11/above/").status_code == 404
    assert bob.get(f"{HERE}rates/?month=9999-99").status_code == 200
    assert "rank" not in page.content.decode().lower()


def test_an_administrator_says_which_department_registers_whom(
    issue: CodeIssue, market: Department, environment: Department, administrator: User, clerk: User, signed_in: Signed
) -> None:
    ada = signed_in(administrator)
    page = f"{HERE}registrars/"
    assert ada.post(page, {"authority": "9", "district": "", "department": environment.code}).status_code == 422
    assert ada.post(page, {"authority": "9", "district": "33", "department": environment.code}).status_code == 422
    ada.post(page, {"authority": "9", "district": "330100", "department": environment.code})
    assert Registrar.objects.count() == 2
    CodeIssue.objects.update(department=None)
    assert "1 个待核实的问题尚无核实部门" in words(signed_in(clerk).get(page))
    signed_in(clerk).post(f"{page}assign/")
    assert CodeIssue.objects.get().department == environment
    ada.post(f"{page}{Registrar.objects.get(district='330100').pk}/end/")
    assert Registrar.objects.get().department == market
    assert Entry.objects.filter(event="department:changed").count() == 2


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_speaks_both_languages(issue: CodeIssue, clerk: User, signed_in: Signed, language: str) -> None:
    bob = signed_in(clerk)
    for path in (
        "",
        f"{issue.pk}/",
        f"{issue.pk}/answer/",
        f"{issue.pk}/dismiss/",
        f"{issue.pk}/assign/",
        "return/",
        "rates/",
        "registrars/",
    ):
        page = bob.get(f"{language}{HERE}{path}")
        assert page.status_code == 200, path
        main = re.sub(r"<[^>]+>", " ", page.content.decode().partition("<main")[2].partition("</main>")[0])
        chinese = set(re.findall(r"[\u4e00-\u9fff]+", main))
        ours = {piece for piece in chinese if not any(piece in known for known in (name(1), str(issue.department)))}
        assert bool(ours) is not bool(language), (path, ours)
