"""What is wrong with codes is found where it can be seen, becomes one issue, and closes by itself when it has been put right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations import excepting
from goodstanding.organisations.issues import closing, finding, listing, opening
from goodstanding.organisations.models import CodeException, CodeIssue, Identifier, Name, Organisation, PendingRow, Registrar
from goodstanding.organisations.registering import register
from goodstanding.rules import names
from tests.organisations.making import code, matched, organisation, orgcode, regno

pytestmark = pytest.mark.django_db
PILOT = "91350211M0000XUF46"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., None]:
    """``load("名称,统一社会信用代码", "甲,91…")``: a register file taken in."""

    def go(*lines: str, name: str = "list.csv") -> None:
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
        register(tmp_path / name, by=SYSTEM)

    return go


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


def wrong(number: int) -> str:
    """A code whose last character is not the right one."""
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


def issues(**only: object) -> list[tuple[str, str, str, str]]:
    """Kind, code and the bodies' names of the open issues."""
    found = CodeIssue.objects.filter(closed_at__isnull=True, **only).select_related("organisation", "other").order_by("kind", "code", "pk")
    return [(one.kind, one.code, one.organisation.name if one.organisation else "", one.other.name if one.other else "") for one in found]


HEAD = "名称,统一社会信用代码,组织机构代码,工商注册号"


def test_a_wrong_code_in_a_list_is_an_issue_with_its_line_and_the_body_its_other_code_names(load: Callable[..., None]) -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    load(HEAD, f"临澜市甲有限公司,{wrong(1)},,{regno(1)}")
    assert issues() == [("wrong", wrong(1), "临澜市甲有限公司", "")]
    evidence = CodeIssue.objects.get().evidence
    assert evidence["places"] == [{"line": 2, "name": "临澜市甲有限公司"}]
    assert evidence["rules"] == ["USCC_CHECK"]
    assert CodeIssue.objects.get().found_in == "register: list.csv"


def test_the_same_finding_is_one_issue_however_often_it_is_found(load: Callable[..., None]) -> None:
    for name in ("list.csv", "list.csv", "later.csv"):
        load(HEAD, f"临澜市甲有限公司,{wrong(1)},,", f"临澜市乙有限公司,{code(2)},,", name=name)
    assert issues() == [("wrong", wrong(1), "", "")]
    issue = CodeIssue.objects.get()
    assert (issue.found_in, issue.evidence["last"]) == ("register: list.csv", "register: later.csv")
    assert Entry.objects.filter(event="code_issue:opened").count() == 1


def test_a_placeholder_matters_only_where_the_body_has_no_code(load: Callable[..., None]) -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    load(
        HEAD,
        f"临澜市甲有限公司,00000000000000000X,,{regno(1)}",
        f"临澜市乙有限公司,00000000000000000X,{orgcode(2)},",
    )
    assert issues() == [("placeholder", "00000000000000000X", "临澜市乙有限公司", "")]
    load(HEAD, f"临澜市乙有限公司,{code(2)},,", name="later.csv")
    assert issues() == []
    assert CodeIssue.objects.get().state == "corrected"


def test_one_code_under_two_names_is_shared_until_a_list_names_both_rightly(load: Callable[..., None]) -> None:
    organisation(1, "临澜市甲有限公司")
    load(HEAD, f"临澜市甲有限公司,{code(1)},,", f"临澜市乙有限公司,{code(1)},,")
    assert issues() == [("shared", code(1), "临澜市甲有限公司", "")]
    assert {place["line"] for place in CodeIssue.objects.get().evidence["places"]} == {2, 3}
    load(HEAD, f"临澜市甲有限公司,{code(1)},,", name="only-one.csv")
    assert issues() != []
    load(HEAD, f"临澜市甲有限公司,{code(1)},,", f"临澜市乙有限公司,{code(2)},,", name="both.csv")
    assert issues() == []


def test_one_organisation_code_under_two_prefixes_is_shared_by_two_names_and_several_of_one(load: Callable[..., None]) -> None:
    load(
        HEAD,
        f"临澜市甲有限公司,{code(1)},,",
        f"临澜市乙有限公司,{code(1, '92341400')},,",
        f"临澜市丙有限公司,{code(3)},,",
        f"临澜市丙有限公司,{code(3, '91341402')},,",
    )
    assert sorted(issues()) == sorted(
        [
            ("several", code(3), "", ""),
            ("several", code(3, "91341402"), "", ""),
            ("shared", code(1), "", ""),
            ("shared", code(1, "92341400"), "", ""),
        ]
    )


def test_an_older_code_two_bodies_claim_asks_each_of_them_and_names_nobody_meanwhile(load: Callable[..., None], bob: Standing) -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    asked = {"name": "临澜市甲有限公司", "regno": regno(1)}
    body = Organisation.objects.get()
    assert matched(**asked)[0] == body.pk
    load(HEAD, f"临澜市乙有限公司,{code(2)},,{regno(1)}")
    assert sorted(issues()) == sorted(
        [
            ("shared", regno(1), "临澜市甲有限公司", "临澜市乙有限公司"),
            ("shared", regno(1), "临澜市乙有限公司", "临澜市甲有限公司"),
        ]
    )
    assert Identifier.objects.get(value=regno(1)).issue == "shared"
    assert matched(**asked)[0] is None
    assert matched(uscc=code(1), **asked)[0] == body.pk
    load(HEAD, f"临澜市乙有限公司,{code(2)},,{regno(1)}", name="again.csv")
    assert Identifier.objects.filter(value=regno(1)).count() == 1
    for issue in CodeIssue.objects.filter(state="open"):
        closing.dismiss(issue, because="已向登记机关核实，名录笔误", by=bob)
    assert Identifier.objects.get(value=regno(1)).issue == ""
    assert matched(**asked)[0] == body.pk


def test_a_wrong_code_in_force_is_found_over_the_whole_register_and_not_matched_on(bob: Standing) -> None:
    exception = excepting.admit(PILOT, evidence="试点期间核发的营业执照", by=bob)
    body = organisation(1, "临澜市甲有限公司")
    Identifier.objects.filter(organisation=body).update(value=PILOT)
    Organisation.objects.filter(pk=body.pk).update(uscc=PILOT)
    assert finding.in_the_register(by=SYSTEM).opened == 0
    excepting.end(exception, because="依据有误", by=bob)
    assert finding.in_the_register(by=SYSTEM).opened == 1
    assert issues() == [("wrong", PILOT, "临澜市甲有限公司", "")]
    assert matched(name="临澜市甲有限公司", uscc=PILOT)[0] is None
    assert finding.in_the_register(by=SYSTEM) == finding.Found(opened=0, still=1, vanished=0)
    excepting.admit(PILOT, evidence="登记机关复函", by=bob)
    assert finding.in_the_register(by=SYSTEM).vanished == 1
    assert matched(name="临澜市甲有限公司", uscc=PILOT)[0] == body.pk


def test_a_doubted_code_in_a_list_opens_no_second_organisation_and_a_new_one_ends_it(bob: Standing, load: Callable[..., None]) -> None:
    exception = excepting.admit(wrong(1), evidence="试点", by=bob)
    load(HEAD, f"临澜市甲有限公司,{wrong(1)},,{regno(1)}")
    excepting.end(exception, because="依据有误", by=bob)
    finding.in_the_register(by=SYSTEM)
    excepting.admit(wrong(1), evidence="试点", by=bob)
    load(HEAD, f"临澜市甲有限公司,{wrong(1)},,{regno(1)}", name="again.csv")
    assert Organisation.objects.count() == 1
    excepting.end(CodeException.objects.get(ended_at__isnull=True), because="依据有误", by=bob)
    finding.in_the_register(by=SYSTEM)
    assert Identifier.objects.get(value=wrong(1)).issue == "wrong"
    load(HEAD, f"临澜市甲有限公司,{code(1)},,{regno(1)}", name="new-code.csv")
    assert Organisation.objects.get().uscc == code(1)
    assert issues() == []
    known = Identifier.objects.filter(value=wrong(1), known_until__isnull=True).get()
    assert (known.issue, known.valid_until) == ("", timezone.localdate())


def test_one_organisation_code_on_two_bodies_of_the_register_asks_both_until_they_are_merged() -> None:
    first, second = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    Identifier.objects.create(organisation=second, kind="orgcode", value=orgcode(1), source="test")
    finding.in_the_register(by=SYSTEM)
    assert sorted(issues()) == sorted(
        [
            ("shared", code(1), "临澜市甲有限公司", "临澜市乙有限公司"),
            ("shared", orgcode(1), "临澜市乙有限公司", "临澜市甲有限公司"),
        ]
    )
    assert matched(name="临澜市甲有限公司", uscc=code(1))[0] == first.pk
    Organisation.objects.filter(pk=second.pk).update(merged_into=first)
    assert finding.settle().vanished == 2


def waiting(body: Organisation, department: Department, name: str) -> PendingRow:
    return PendingRow.objects.create(
        submission="00000000-0000-0000-0000-000000000001", row=PendingRow.objects.count(), kind="penalty", department=department,
        name=name, normal_name=names.normal(name), code=body.uscc or "", fields={}, reason="NAME_MISMATCH", candidate=body,
    )  # fmt: skip


def test_a_code_under_another_name_is_an_issue_until_that_name_is_the_bodys(market: Department, load: Callable[..., None]) -> None:
    body = organisation(1, "临澜市甲有限公司")
    waiting(body, market, "临澜市新名称有限公司")
    finding.in_the_register(by=SYSTEM)
    assert issues() == [("name_differs", code(1), "临澜市甲有限公司", "")]
    load(HEAD, f"临澜市新名称有限公司,{code(1)},,")
    assert issues() == []


def test_a_name_the_body_once_bore_says_nothing_against_its_code(market: Department) -> None:
    body = organisation(1, "临澜市甲有限公司")
    Name.objects.create(
        organisation=body,
        name="临澜市旧名称有限公司",
        normal_name="临澜市旧名称有限公司",
        valid_from="2010-01-01",
        valid_until="2015-01-01",
        source="t",
    )
    waiting(body, market, "临澜市旧名称有限公司")
    finding.in_the_register(by=SYSTEM)
    assert not CodeIssue.objects.exists()


def test_what_is_over_is_listed_last(load: Callable[..., None], bob: Standing) -> None:
    load(HEAD, f"临澜市甲有限公司,{wrong(1)},,", f"临澜市乙有限公司,{wrong(2)},,")
    first = CodeIssue.objects.order_by("pk")[0]
    closing.dismiss(first, because="系名录录入错误，主体代码无误", by=bob)
    assert listing.listed(bob, listing.Wanted()).last() == first


def test_the_registering_department_is_known_by_authority_and_district_and_the_day_by_the_calendar(
    market: Department, environment: Department, load: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    Registrar.objects.create(authority="9", district="", department=market)
    Registrar.objects.create(authority="9", district="341402", department=environment)
    load(
        HEAD,
        f"临澜市甲有限公司,{wrong(1)},,",
        f"临澜市乙有限公司,{code(2, '91341402')[:-1]}Q,,",
        f"临澜市丙社团,{code(3, '51341400')[:-1]}Q,,",
    )
    owners = {one.code[:8]: one.department for one in CodeIssue.objects.all()}
    assert owners == {"91341400": market, "91341402": environment, "51341400": None}
    assert set(CodeIssue.objects.values_list("due_on", flat=True)) == {opening.deadline("open")}
    assert opening.deadline("open", timezone.localdate().replace(year=2090)) is None


def test_what_was_found_to_be_no_fault_is_not_asked_again(load: Callable[..., None], bob: Standing) -> None:
    load(HEAD, f"临澜市甲有限公司,{wrong(1)},,")
    closing.dismiss(CodeIssue.objects.get(), because="系名录录入错误，主体代码无误", by=bob)
    load(HEAD, f"临澜市甲有限公司,{wrong(1)},,", name="again.csv")
    assert issues() == []


@pytest.mark.parametrize("number", ["110101199003071233", "11010119900307123X", "341400198001011234"])
def test_a_persons_number_never_becomes_an_issue(load: Callable[..., None], number: str) -> None:
    load(HEAD, f"王某,{number},,", f"临澜市乙有限公司,{code(2)},,")
    assert CodeIssue.objects.count() == 0
    assert number not in str(list(Entry.objects.values_list("data", flat=True)))


def test_the_register_is_swept_by_a_clerk_and_not_by_a_steward(steward: User, standing_of: Callable[[User], Standing]) -> None:
    with pytest.raises(Exception, match="NOT_ALLOWED"):
        finding.in_the_register(by=standing_of(steward))
