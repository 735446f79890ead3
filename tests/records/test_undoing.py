"""The drill: something is put to the wrong organisation, rows come in between, it is undone; the city is as if it had never been."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Judgement, Organisation, PendingRow
from goodstanding.records import settling, undoing
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Revision
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, penalty
from tests.records.state import believed, fingerprint, shown

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "临澜市云溪餐饮有限公司", "临澜市云西餐饮有限公司"
AS_WRITTEN = "临澜云溪餐饮公司"


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


@contextmanager
def city() -> Iterator[None]:
    """A city that is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def enters(tmp_path: Path, market: Department) -> Callable[..., None]:
    def go(*rows: dict[str, str | None]) -> None:
        handed = hand_in(tmp_path, market, list(rows))
        enter(handed.folder, handed, by=SYSTEM)

    return go


def unclear(number: str = "1号", **changed: str | None) -> dict[str, str | None]:
    """A row without a code, under a name that may be either's."""
    return penalty(1, AS_WRITTEN, CF_XDR_SHXYM=None, CF_WSH=number, **changed)


def founded() -> tuple[Organisation, Organisation]:
    return organisation(1, WRONG), organisation(2, RIGHT)


def same(one: object, other: object) -> None:
    """Says where two cities differ."""
    assert one == other


def test_a_wrong_attachment_undone_leaves_no_trace(enters: Callable[..., None], bob: Standing) -> None:
    def go(*, attach: bool) -> tuple[object, object, str]:
        wrong, _ = founded()
        enters(unclear("1号"), penalty(1, WRONG, CF_WSH="7号"))
        if attach:
            settling.attach(PendingRow.objects.get(), wrong, by=bob, because="看错了")
        enters(unclear("1号"), unclear("2号"))  # the same again, and another one of that name
        enters(penalty(1, WRONG, CF_WSH="1号", CF_NR="罚款3000元"))  # the same number, really its own
        if attach:
            assert set(PendingRow.objects.values_list("how", flat=True)) == {"clerk", "remembered"}
            done = undoing.undo(list(PendingRow.objects.all()), by=bob, because="登记机关答复不是该公司")
            assert len(done.rows) == 3
        return believed(), shown(), fingerprint()

    with city():
        drilled = go(attach=True)
    with city():
        twin = go(attach=False)
    for one, other in zip(drilled, twin, strict=True):
        same(one, other)


@pytest.mark.parametrize("in_between", ["nothing", "unchanged", "changed before", "changed after", "other department"])
def test_whatever_came_in_between_stands_as_if_alone(
    enters: Callable[..., None], bob: Standing, in_between: str, environment: Department, tmp_path: Path
) -> None:
    """The wrong row and a row of its own say something about one decision, in every order."""

    def go(*, attach: bool) -> tuple[object, object]:
        wrong, _ = founded()
        own = penalty(1, WRONG, CF_WSH="1号", CF_NR="罚款3000元")
        if in_between == "changed before":
            enters(own)
        enters(unclear("1号"))
        if attach:
            settling.attach(PendingRow.objects.get(), wrong, by=bob, because="看错了")
        if in_between == "unchanged":
            row = PendingRow.objects.get()
            enters(unclear("1号"))
            assert row.pk
        if in_between == "changed after":
            enters(own)
            enters(own | {"CF_NR": "罚款4000元"})
        if in_between == "other department":
            handed = hand_in(tmp_path, environment, [own])
            enter(handed.folder, handed, by=SYSTEM)
        if attach:
            undoing.undo(list(PendingRow.objects.filter(state="settled")), by=bob, because="不是该公司")
        return believed(), shown()

    with city():
        drilled = go(attach=True)
    with city():
        twin = go(attach=False)
    for one, other in zip(drilled, twin, strict=True):
        same(one, other)


def test_the_row_can_be_attached_to_the_right_one(enters: Callable[..., None], bob: Standing) -> None:
    wrong, right = founded()
    enters(unclear())
    row = PendingRow.objects.get()
    settling.attach(row, wrong, by=bob, because="看错了")
    row.refresh_from_db()
    undoing.undo([row], by=bob, because="看错了")
    row.refresh_from_db()
    assert (row.state, row.attempt, row.organisation) == ("waiting", 1, None)
    settling.attach(row, right, by=bob, because="核对执照")
    assert Record.public.get().organisation == right
    assert list(Revision.objects.order_by("entered_at", "attempt").values_list("attempt", flat=True)) == [0, 1]
    ended = Record.everything.get(taken_back=True)
    assert (ended.organisation, ended.is_shown()) == (wrong, False)
    assert set(Entry.objects.values_list("event", flat=True)) >= {"queue:undone", "record:taken_back", "judgement:given"}


def test_what_another_row_said_before_is_said_again(enters: Callable[..., None], bob: Standing) -> None:
    wrong, _ = founded()
    enters(penalty(1, WRONG, CF_WSH="1号", CF_NR="罚款3000元"))
    enters(unclear("1号", CF_NR="罚款9000元"))
    settling.attach(PendingRow.objects.get(), wrong, by=bob, because="看错了")
    record = Record.public.get()
    assert Revision.objects.get(record=record, number=record.revision).data["CF_NR"] == "罚款9000元"
    undoing.undo([PendingRow.objects.get()], by=bob, because="看错了")
    record.refresh_from_db()
    last = Revision.objects.get(record=record, number=3)
    assert (record.revision, last.data["CF_NR"], last.because) == (3, "罚款3000元", "taken back")


def test_what_was_undone_is_not_attached_by_itself_again(enters: Callable[..., None], bob: Standing) -> None:
    wrong, _ = founded()
    enters(unclear())
    settling.attach(PendingRow.objects.get(), wrong, by=bob, because="看错了")
    undoing.undo([PendingRow.objects.get()], by=bob, because="看错了", verdict="different")
    enters(unclear("2号"))
    assert not PendingRow.objects.exclude(state="waiting").exists()
    assert not Record.public.exists()


def test_a_record_that_matched_exactly_can_be_taken_off(enters: Callable[..., None], bob: Standing) -> None:
    """The register gave the code to the wrong body."""
    wrong, right = founded()
    enters(penalty(1, WRONG))
    record = Record.public.get()
    undoing.take_off(record, by=bob, because="登记机关赋码有误")
    row = PendingRow.objects.get()
    assert (row.state, row.reason, row.attempt, row.candidate) == ("waiting", "TAKEN_BACK", 1, wrong)
    assert not Record.public.exists()
    with pytest.raises(Conflict):
        undoing.take_off(record, by=bob, because="再来一次")
    enters(penalty(1, WRONG))
    assert not Record.public.exists()
    assert set(PendingRow.objects.values_list("reason", flat=True)) == {"TAKEN_BACK"}
    settling.attach(row, right, by=bob, because="登记机关答复")
    assert Record.public.get().organisation == right


def test_an_undoing_needs_a_reason_a_clerk_and_a_settled_row(
    enters: Callable[..., None], bob: Standing, steward: User, auditor: User, standing_of: Callable[[User], Standing]
) -> None:
    wrong, _ = founded()
    enters(unclear())
    row = PendingRow.objects.get()
    with pytest.raises(Conflict):
        undoing.undo([row], by=bob, because="x")
    settling.attach(row, wrong, by=bob, because="看错了")
    with pytest.raises(Refused, match="REASON_MISSING"):
        undoing.undo([row], by=bob, because=" ")
    for user in (steward, auditor):
        with pytest.raises(Forbidden):
            undoing.undo([row], by=standing_of(user), because="x")
        with pytest.raises(Forbidden):
            undoing.take_off(Record.public.get(), by=standing_of(user), because="x")
    undoing.undo([row], by=bob, because="看错了")
    with pytest.raises(Conflict):
        undoing.undo([row], by=bob, because="看错了")
    assert list(Judgement.objects.order_by("id").values_list("verdict", flat=True)) == ["same", "withdrawn"]
