"""What a clerk decides about a waiting row enters the same way as every row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations import excepting, sealing
from goodstanding.organisations.models import Organisation, PendingRow
from goodstanding.records import settling
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Revision
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.organisations.making import code, matched, organisation
from tests.records.handing_in import hand_in, penalty

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


def waiting(folder: Path, department: Department, **changed: str | None) -> PendingRow:
    handed = hand_in(folder, department, [penalty(7, "临澜市丙有限公司", **changed)])
    enter(handed.folder, handed, by=SYSTEM)
    return PendingRow.objects.get(submission=handed.id)


def test_an_organisation_opened_from_the_queue_gets_its_record(tmp_path: Path, market: Department, bob: Standing) -> None:
    pending = waiting(tmp_path, market)
    opened = settling.open_organisation(pending, by=bob)
    assert (opened.uscc, opened.name, opened.category, opened.district) == (code(7), "临澜市丙有限公司", "91", "341400")
    assert matched(uscc=code(7), name="临澜市丙有限公司")[0] == opened.pk
    record = Record.public.get()
    assert (record.organisation, record.department) == (opened, market)
    revision = Revision.objects.get()
    assert (revision.submission, revision.row) == (pending.submission, pending.row)
    assert sealing.unseal(revision.sealed) == {"CF_FRDB": "欧阳青"}
    pending.refresh_from_db()
    assert (pending.state, pending.organisation) == ("settled", opened)
    assert set(Entry.objects.values_list("event", flat=True)) >= {"organisation:opened", "queue:decided", "record:entered"}


def test_a_row_attached_to_a_known_organisation_enters_and_later_rows_are_compared_with_it(
    tmp_path: Path, market: Department, bob: Standing
) -> None:
    body = organisation(1, "临澜市甲有限公司")
    first, second = waiting(tmp_path, market), waiting(tmp_path, market)
    assert settling.attach(first, body, by=bob, because="经与报送部门核实")["new"] == 1
    assert settling.attach(second, body, by=bob, because="经与报送部门核实")["unchanged"] == 1
    assert Record.public.get().organisation == body
    assert Revision.objects.count() == 1


def test_a_row_given_back_enters_nothing(tmp_path: Path, market: Department, bob: Standing) -> None:
    pending = waiting(tmp_path, market)
    settling.give_back(pending, by=bob, because="请核对代码")
    assert (pending.state, pending.because) == ("returned", "请核对代码")
    assert not Record.everything.exists()


@pytest.mark.parametrize("name", ["attach", "give_back"])
def test_a_decision_needs_a_reason(tmp_path: Path, market: Department, bob: Standing, name: str) -> None:
    pending, body = waiting(tmp_path, market), organisation(1, "临澜市甲有限公司")
    with pytest.raises(Refused, match="REASON_MISSING"):
        getattr(settling, name)(pending, *([body] if name == "attach" else []), by=bob, because=" ")
    pending.refresh_from_db()
    assert pending.state == "waiting"


def test_a_row_is_decided_once(tmp_path: Path, market: Department, bob: Standing) -> None:
    pending, body = waiting(tmp_path, market), organisation(1, "临澜市甲有限公司")
    again = PendingRow.objects.get(pk=pending.pk)
    settling.attach(pending, body, by=bob, because="核实")
    with pytest.raises(Conflict):
        settling.give_back(again, by=bob, because="退回")
    assert Record.everything.count() == 1


@pytest.mark.parametrize("given", [None, "91341400MA0000079", "913414MA000007XX1"])
def test_an_organisation_needs_a_valid_code(tmp_path: Path, market: Department, bob: Standing, given: str | None) -> None:
    pending = waiting(tmp_path, market, CF_XDR_SHXYM=given)
    with pytest.raises(Refused, match="CODE_NOT_VALID"):
        settling.open_organisation(pending, by=bob)
    assert not Organisation.objects.exists()


def test_a_code_that_is_somebodys_opens_nothing(tmp_path: Path, market: Department, bob: Standing) -> None:
    pending = waiting(tmp_path, market)
    organisation(7, "临澜市丁有限公司")
    with pytest.raises(Conflict, match="CODE_TAKEN"):
        settling.open_organisation(pending, by=bob)


def test_only_the_centres_clerk_decides(
    tmp_path: Path, market: Department, steward: User, auditor: User, standing_of: Callable[[User], Standing]
) -> None:
    pending, body = waiting(tmp_path, market), organisation(1, "临澜市甲有限公司")
    for user in (steward, auditor):
        with pytest.raises(Forbidden):
            settling.open_organisation(pending, by=standing_of(user))
        with pytest.raises(Forbidden):
            settling.attach(pending, body, by=standing_of(user), because="核实")
        with pytest.raises(Forbidden):
            settling.give_back(pending, by=standing_of(user), because="退回")
    assert PendingRow.objects.get().state == "waiting"


def test_a_code_admitted_with_evidence_may_open_an_organisation(tmp_path: Path, market: Department, bob: Standing) -> None:
    wrong = code(7)[:17] + ("0" if code(7)[17] != "0" else "1")
    pending = waiting(tmp_path, market, CF_XDR_SHXYM=wrong)
    with pytest.raises(Refused, match="CODE_NOT_VALID"):
        settling.open_organisation(pending, by=bob)
    excepting.admit(wrong, evidence="营业执照原件，登记机关复函", by=bob)
    assert settling.open_organisation(pending, by=bob).uscc == wrong
