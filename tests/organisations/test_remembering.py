"""What is sure attaches by itself, and only that: judged before, certain by two agreements, clear because a merge stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.organisations import candidates, judging
from goodstanding.organisations.matching import INPUT, match
from goodstanding.organisations.models import CodeIssue, Identifier, Merge, Organisation, PendingRow
from goodstanding.organisations.remembering import recall
from goodstanding.rules import names
from tests.organisations.making import code, organisation, orgcode, regno

pytestmark = pytest.mark.django_db
NAME = "临澜市云溪餐饮有限公司"


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


def recalled(**row: Any) -> tuple[int | None, str, str]:
    """One row: organisation, fault, how it attached."""
    given = {"decided_on": date(2026, 5, 1), **row}
    given["normal_name"] = names.normal(given.pop("name"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS asked; CREATE TEMP TABLE asked ({INPUT}) ON COMMIT DROP")
        cursor.execute(f"INSERT INTO asked (row, {', '.join(given)}) VALUES (0, {', '.join(['%s'] * len(given))})", list(given.values()))
        match(cursor, "asked")
        recall(cursor, "asked")
        cursor.execute("SELECT organisation_id, fault, attached FROM asked_matched")
        found: tuple[int | None, str, str] = cursor.fetchone()
    return found


def pending(department: Department, name: str, given: str = "", candidate: Organisation | None = None) -> PendingRow:
    row = PendingRow.objects.count()
    return PendingRow.objects.create(
        submission="01931b33-0000-7000-8000-000000000000", row=row, kind="penalty", department=department, name=name,
        normal_name=names.normal(name), code=given, fields={"CF_XDR_MC": name, "CF_XDR_SHXYM": given}, reason="NAME_ONLY",
        candidate=candidate,
    )  # fmt: skip


def test_what_a_clerk_said_is_remembered_for_exactly_that_name_and_code(market: Department, bob: Standing) -> None:
    body = organisation(1, NAME)
    judging.judge(pending(market, "云溪"), body, "same", by=bob, because="核实")
    assert recalled(name="云溪") == (body.pk, "NAME_ONLY", "remembered")
    assert recalled(name="云溪 ")[2] == "remembered"  # the same once it is normal
    assert recalled(name="云西")[2] == ""
    assert recalled(name="云溪", uscc=code(9))[2] == ""


@pytest.mark.parametrize("verdict", ["different", "unsure", "withdrawn"])
def test_the_latest_word_counts(market: Department, bob: Standing, verdict: str) -> None:
    body = organisation(1, NAME)
    for said in ("same", verdict):
        judging.judge(pending(market, "云溪"), body, said, by=bob, because="核实")
    assert recalled(name="云溪") == (None, "NAME_ONLY", "")


def test_two_bodies_that_were_both_said_to_be_it_are_nobody(market: Department, bob: Standing) -> None:
    for n in (1, 2):
        judging.judge(pending(market, "云溪"), organisation(n, f"临澜市{n}号有限公司"), "same", by=bob, because="核实")
    assert recalled(name="云溪")[2] == ""


def test_a_name_alone_is_not_remembered_where_another_bears_it(market: Department, bob: Standing) -> None:
    body = organisation(1, NAME)
    judging.judge(pending(market, "云溪餐饮店"), body, "same", by=bob, because="核实")
    assert recalled(name="云溪餐饮店")[2] == "remembered"
    organisation(2, "云溪餐饮店")
    assert recalled(name="云溪餐饮店")[2] == ""


def test_it_is_asked_again_when_the_code_names_somebody_new(market: Department, bob: Standing) -> None:
    body = organisation(1, NAME)
    judging.judge(pending(market, "云溪", code(5)), body, "same", by=bob, because="代码抄错")
    assert recalled(name="云溪", uscc=code(5))[2] == "remembered"
    organisation(5, "临澜市新来有限公司")
    assert recalled(name="云溪", uscc=code(5)) == (None, "NAME_MISMATCH", "")


def test_it_is_asked_again_when_the_organisation_has_come_into_doubt(market: Department, bob: Standing) -> None:
    body, other = organisation(1, NAME), organisation(2, "临澜市他家有限公司")
    judging.judge(pending(market, "云溪"), body, "same", by=bob, because="核实")
    CodeIssue.objects.create(kind="name_differs", code=code(1), organisation=body, found_in="test")
    assert recalled(name="云溪")[2] == "remembered"  # that names are handed in differently is what the clerk looked at
    issue = CodeIssue.objects.create(kind="shared", code=code(1), organisation=other, other=body, found_in="test")
    assert recalled(name="云溪")[2] == ""
    CodeIssue.objects.filter(pk=issue.pk).update(closed_at=timezone.now(), state="dismissed")
    assert recalled(name="云溪")[2] == "remembered"
    merge = Merge.objects.create(
        absorbed=body, into=other, because="x", proposed_by="a", state="merged", confirmed_by="b", merged_at=timezone.now() + timedelta(1)
    )
    assert recalled(name="云溪")[2] == ""
    Merge.objects.filter(pk=merge.pk).update(state="undone", undone_at=timezone.now() + timedelta(2), undone_because="x")
    assert recalled(name="云溪")[2] == "remembered"


def test_an_exact_match_that_a_clerk_has_refused_is_not_made_again(market: Department, bob: Standing) -> None:
    body = organisation(1, NAME)
    assert recalled(name=NAME, uscc=code(1))[0] == body.pk
    judging.judge(pending(market, NAME, code(1)), body, "different", by=bob, because="登记机关赋码有误")
    assert recalled(name=NAME, uscc=code(1)) == (None, "TAKEN_BACK", "")
    judging.judge(pending(market, NAME, code(1)), body, "withdrawn", by=bob, because="登记机关已更正")
    assert recalled(name=NAME, uscc=code(1))[0] == body.pk


def test_a_code_two_bodies_have_is_decided_by_the_name_of_exactly_one() -> None:
    one, other = organisation(1, NAME), organisation(2, "临澜市云西餐饮有限公司")
    Identifier.objects.create(organisation=other, kind="orgcode", value=orgcode(1), source="test")
    assert recalled(name=NAME, orgcode=orgcode(1)) == (one.pk, "CODES_DISAGREE", "certain")
    assert recalled(name="临澜市别家有限公司", orgcode=orgcode(1))[2] == ""


@pytest.mark.parametrize(
    "contradiction", ["another unified code", "another number", "two of that name", "issue", "different", "unknown code"]
)
def test_any_contradiction_leaves_it_to_a_clerk(market: Department, bob: Standing, contradiction: str) -> None:
    one, other = organisation(1, NAME), organisation(2, "临澜市云西餐饮有限公司")
    Identifier.objects.create(organisation=other, kind="orgcode", value=orgcode(1), source="test")
    row: dict[str, Any] = {"name": NAME, "orgcode": orgcode(1)}
    if contradiction == "another unified code":
        row["uscc"] = code(7)
    if contradiction == "another number":
        Identifier.objects.create(organisation=other, kind="regno", value=regno(2), source="test")
        row["regno"] = regno(2)
    if contradiction == "two of that name":
        organisation(3, NAME)
    if contradiction == "issue":
        CodeIssue.objects.create(kind="several", code=code(1), organisation=one, found_in="test")
    if contradiction == "different":
        judging.judge(pending(market, NAME, orgcode(1)), one, "different", by=bob, because="不是")
    if contradiction == "unknown code":
        row["orgcode"] = orgcode(9)
    assert recalled(**row)[2] == ""


def test_a_name_alone_is_never_certain() -> None:
    organisation(1, NAME)
    assert recalled(name=NAME) == (None, "NAME_ONLY", "")


@pytest.mark.parametrize(
    "name",
    [
        "云",
        "云" * 300,
        "😀😀",
        "\u202e云溪",
        "11010519491231002X",
        "张三",
        "Acme Ltd.",
        "临澜市甲有限公司、临澜市乙有限公司",
        "有眼公司",
        "'; --",
        "%_\\",
    ],
)
def test_whatever_stands_in_the_cell_is_never_a_match_and_never_a_crash(market: Department, name: str) -> None:
    organisation(1, NAME)
    organisation(2, "临澜市甲有限公司")
    if names.normal(name):
        row = pending(market, name)
        found = candidates.of(row)
        assert all(likeness.verdict != "same" for likeness in candidates.likenesses(row, found).values())
    assert recalled(name=name, uscc=code(1))[0] is None


def test_many_rows_are_looked_up_together(market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "FEW", 2)
    body = organisation(1, NAME)
    for n in range(30):
        organisation(100 + n, f"临澜市山海{n}号商贸有限公司")
    rows = [pending(market, name) for name in ("临澜市云夕餐饮有限公司", "云溪餐饮有限公司", "临澜市山海7号商贸公司")]
    assert candidates.propose(rows[0].submission) == 3  # type: ignore[arg-type]
    assert candidates.of(rows[0])[0] == body.pk
    assert candidates.propose(rows[0].submission) == 0  # type: ignore[arg-type]
