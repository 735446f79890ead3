"""An issue goes its way: answered by its own department, accepted or returned by the centre, and the register follows, dated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations import excepting
from goodstanding.organisations.issues import assigning, closing, finding
from goodstanding.organisations.issues.answering import DELETED, KEPT, NEW, Answer, answer
from goodstanding.organisations.models import CodeException, CodeIssue, Identifier, Organisation, Registrar
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.organisations.making import code, matched, organisation, orgcode

pytestmark = pytest.mark.django_db


def wrong(number: int) -> str:
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


@pytest.fixture
def alice(steward: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(steward)


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


@pytest.fixture
def issue(market: Department, bob: Standing) -> CodeIssue:
    """A code in force that fails, which market regulation has to answer for."""
    Registrar.objects.create(authority="9", department=market)
    body = organisation(1, "临澜市甲有限公司")
    Identifier.objects.filter(organisation=body).update(value=wrong(1), valid_from=timezone.localdate() - timedelta(days=400))
    Organisation.objects.filter(pk=body.pk).update(uscc=wrong(1))
    finding.in_the_register(by=SYSTEM)
    return CodeIssue.objects.get()


def live() -> list[tuple[str, str]]:
    known = Identifier.objects.filter(known_until__isnull=True, valid_until__isnull=True)
    return sorted(known.values_list("value", "issue"))


def test_newly_coded_ends_the_old_code_and_begins_the_new_one_today_and_overwrites_nothing(
    issue: CodeIssue, alice: Standing, bob: Standing
) -> None:
    answer(issue, Answer(NEW, f" {code(1).lower()} ", "已换发营业执照"), by=alice)
    assert live() == [(wrong(1), "wrong")]
    closing.accept(issue, by=bob)
    issue.refresh_from_db()
    assert (issue.state, issue.new_code, issue.closed_at is not None) == ("corrected", code(1), True)
    body = Organisation.objects.get()
    assert (body.uscc, body.category) == (code(1), "91")
    assert live() == [(code(1), "")]
    old = Identifier.objects.filter(value=wrong(1)).order_by("pk")
    today = timezone.localdate()
    assert [(one.valid_until, one.known_until is None) for one in old] == [(None, False), (today, True)]
    assert Identifier.objects.get(value=code(1)).valid_from == today
    assert matched(name="临澜市甲有限公司", uscc=code(1))[0] == body.pk
    closed = Entry.objects.get(event="code_issue:closed")
    assert closed.data["ended"] == [wrong(1)]
    assert closed.data["began"] == [code(1)]


def test_deleted_ends_the_code_and_leaves_the_body_without_one(issue: CodeIssue, alice: Standing, bob: Standing) -> None:
    answer(issue, Answer(DELETED), by=alice)
    closing.accept(issue, by=bob)
    assert Organisation.objects.get().uscc is None
    assert live() == []


def test_kept_as_it_is_needs_words_and_may_become_an_exception(issue: CodeIssue, alice: Standing, bob: Standing) -> None:
    with pytest.raises(Refused, match="WORDS_MISSING"):
        answer(issue, Answer(KEPT), by=alice)
    answer(issue, Answer(KEPT, words="早期试点赋码，执照正本一致"), by=alice)
    with pytest.raises(Refused, match="KEEP_INSTEAD"):
        closing.accept(issue, by=bob)
    closing.keep(issue, because="查验执照正本", by=bob, as_exception=True)
    assert CodeException.objects.get().evidence == "查验执照正本"
    assert live() == [(wrong(1), "")]
    assert finding.in_the_register(by=SYSTEM) == finding.Found()
    excepting.end(CodeException.objects.get(), because="依据有误", by=bob)
    assert finding.in_the_register(by=SYSTEM).opened == 1


def test_a_returned_answer_says_why_and_has_a_new_day(issue: CodeIssue, alice: Standing, bob: Standing) -> None:
    answer(issue, Answer(DELETED), by=alice)
    CodeIssue.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    closing.give_back(issue, because="请附登记机关意见", by=bob)
    issue.refresh_from_db()
    assert (issue.state, issue.returned_because) == ("open", "请附登记机关意见")
    assert issue.due_on is None or issue.due_on > timezone.localdate()
    answer(issue, Answer(KEPT, words="无误"), by=alice)
    with pytest.raises(Refused):
        closing.give_back(issue, because=" ", by=bob)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Answer("3"), "OPERATION_UNKNOWN"),
        (Answer(""), "OPERATION_UNKNOWN"),
        (Answer(NEW), "NEW_CODE_WRONG"),
        (Answer(NEW, "12345"), "NEW_CODE_WRONG"),
        (Answer(NEW, wrong(5)), "NEW_CODE_WRONG"),
        (Answer(NEW, code(2)), "NEW_CODE_TAKEN"),
        (Answer(NEW, code(2, "92341400")), "NEW_CODE_TAKEN"),
        (Answer(DELETED, code(3)), "NEW_CODE_NOT_WANTED"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_the_reason(issue: CodeIssue, alice: Standing, said: Answer, refusal: str) -> None:
    organisation(2, "临澜市乙有限公司")
    with pytest.raises(Refused, match=refusal):
        answer(issue, said, by=alice)
    issue.refresh_from_db()
    assert (issue.state, issue.operation) == ("open", "")


def test_a_new_code_that_became_somebodys_in_the_meantime_is_not_taken_over(issue: CodeIssue, alice: Standing, bob: Standing) -> None:
    answer(issue, Answer(NEW, code(2)), by=alice)
    organisation(2, "临澜市乙有限公司")
    with pytest.raises(Conflict, match="NEW_CODE_TAKEN"):
        closing.accept(issue, by=bob)
    issue.refresh_from_db()
    assert (issue.state, issue.closed_at) == ("answered", None)
    assert (wrong(1), "wrong") in live()


def test_a_persons_number_in_the_words_is_not_kept(issue: CodeIssue, alice: Standing) -> None:
    answer(issue, Answer(DELETED, words="经办人身份证 11010119900307123X 电话 13800138000"), by=alice)
    said = [issue.answer, *Entry.objects.filter(event="code_issue:answered").values_list("because", flat=True)]
    assert not any("19900307" in one or "13800138000" in one for one in said)


def test_another_departments_steward_is_refused_and_it_is_written_down(
    issue: CodeIssue, other_steward: User, steward: User, standing_of: Callable[[User], Standing]
) -> None:
    with pytest.raises(Forbidden):
        answer(issue, Answer(DELETED), by=standing_of(other_steward))
    for forbidden in (
        lambda by: closing.accept(issue, by=by),
        lambda by: closing.dismiss(issue, because="x", by=by),
        lambda by: assigning.name_registrar("1", "", issue.department, by=by),
    ):
        with pytest.raises(Forbidden):
            forbidden(standing_of(steward))
    refused = Entry.objects.filter(event="access:refused", user_id__in=[steward.pk, other_steward.pk])
    assert list(refused.order_by("id").values_list("data__action", flat=True)) == [
        "answer_issue", "settle_issue", "settle_issue", "name_registrars",
    ]  # fmt: skip


def test_two_who_decide_and_the_slower_one_is_told(issue: CodeIssue, alice: Standing, bob: Standing) -> None:
    answer(issue, Answer(DELETED), by=alice)
    slower = CodeIssue.objects.get()
    closing.accept(issue, by=bob)
    with pytest.raises(Conflict):
        closing.accept(slower, by=bob)
    with pytest.raises(Conflict):
        closing.give_back(slower, because="x", by=bob)
    assert Entry.objects.filter(event="code_issue:closed").count() == 1


def test_one_bodys_correction_of_a_shared_code_closes_the_others_issue(market: Department, alice: Standing, bob: Standing) -> None:
    Registrar.objects.create(authority="9", department=market)
    first, second = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    Identifier.objects.create(organisation=second, kind="orgcode", value=orgcode(1), source="test")
    finding.in_the_register(by=SYSTEM)
    mine = CodeIssue.objects.get(organisation=second)
    answer(mine, Answer(DELETED, words="代码系误录"), by=alice)
    closing.accept(mine, by=bob)
    assert set(CodeIssue.objects.values_list("state", flat=True)) == {"corrected"}
    assert live() == sorted([(code(1), ""), (code(2), "")])
    assert matched(name=first.name, uscc=code(1))[0] == first.pk


def test_issues_nobody_has_go_to_the_table_or_to_whom_the_clerk_names(
    market: Department, environment: Department, issue: CodeIssue, bob: Standing
) -> None:
    assigning.assign(issue, environment, by=bob)
    issue.refresh_from_db()
    assert issue.department == environment
    CodeIssue.objects.update(department=None)
    assert assigning.assign_by_table(by=bob) == 1
    assert CodeIssue.objects.get().department == market
    assert Entry.objects.filter(event="code_issue:assigned").count() == 2
