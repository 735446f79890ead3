"""The drill: two organisations are wrongly merged, rows come in between, the merge is undone; the city is as if it had never been."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.organisations import families, joining
from goodstanding.organisations.models import Merge, Organisation, PendingRow
from goodstanding.records import settling
from goodstanding.records.entering import enter
from goodstanding.records.models import Outing, Record
from goodstanding.records.unmerging import settled_meanwhile, undo_merge
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.organisations.making import code, organisation
from tests.records.handing_in import hand_in, penalty
from tests.records.state import believed, fingerprint, shown, words

pytestmark = pytest.mark.django_db
ONE, TWO = "临澜市云溪餐饮有限公司", "临澜市云溪商贸有限公司"


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


@pytest.fixture
def carol(appoint: Callable[..., User], standing_of: Callable[[User], Standing]) -> Standing:
    """The clerk who confirms."""
    return standing_of(appoint("clerk", None, "carol"))


@pytest.fixture
def enters(tmp_path: Path, market: Department) -> Callable[..., None]:
    def go(*rows: dict[str, str | None]) -> None:
        handed = hand_in(tmp_path, market, list(rows))
        enter(handed.folder, handed, by=SYSTEM)

    return go


@contextmanager
def city() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def merged(absorbed: Organisation, into: Organisation, by: Standing, other: Standing) -> Merge:
    merge = joining.propose(absorbed, into, by=by, because="登记机关称系同一主体重复登记")
    joining.confirm(merge, by=other)
    return merge


def test_a_wrong_merge_undone_leaves_no_trace(enters: Callable[..., None], bob: Standing, carol: Standing) -> None:
    def go(*, merge: bool) -> tuple[object, object, str]:
        one, two = organisation(1, ONE), organisation(2, TWO)
        enters(penalty(1, ONE, CF_WSH="1号"), penalty(2, TWO, CF_WSH="2号"), penalty(2, "云溪商贸", CF_WSH="3号"))
        settling.attach(PendingRow.objects.get(), two, by=bob, because="简称，核对一致")
        made = merged(two, one, bob, carol) if merge else None
        enters(
            penalty(1, ONE, CF_WSH="4号"),  # exact, either side
            penalty(2, TWO, CF_WSH="5号"),
            penalty(2, ONE, CF_WSH="6号"),  # the code of one, the name of the other: clear only while they are one
            penalty(1, ONE, CF_WSH="2号"),  # a decision the other side has too
            penalty(2, "云溪商贸", CF_WSH="7号"),  # judged before: asked again while the merge stands
        )
        if made:
            assert sorted(PendingRow.objects.values_list("state", "how")) == [("settled", "clerk"), ("settled", "merged"), ("waiting", "")]
            done = undo_merge(made, by=bob, because="两家为不同主体，证照齐全")
            assert (len(done.rows), done.merge) == (1, made)
        return believed(), shown(), fingerprint()

    with city():
        drilled = go(merge=True)
    with city():
        twin = go(merge=False)
    for one, other in zip(drilled, twin, strict=True):
        assert one == other


def test_while_a_merge_stands_they_are_shown_as_one(enters: Callable[..., None], bob: Standing, carol: Standing) -> None:
    one, two = organisation(1, ONE), organisation(2, TWO)
    enters(penalty(1, ONE, CF_WSH="1号"), penalty(2, TWO, CF_WSH="2号"), penalty(1, ONE, CF_WSH="3号"), penalty(2, TWO, CF_WSH="3号"))
    merged(two, one, bob, carol)
    visitor = Client()
    answer = visitor.get(f"/organisations/{code(2)}")
    assert (answer.status_code, answer["Location"]) == (302, f"/organisations/{code(1)}")
    page = words(visitor.get(f"/organisations/{code(1)}").content.decode())
    assert "1号" in page
    assert "2号" in page
    assert TWO in page
    assert code(2) in page
    assert page.count("3号") == 1  # one decision, however many entries it was handed in under
    answered = visitor.get(f"/api/v1/public/organisations/{code(2)}").json()
    assert answered["uscc"] == code(1)
    assert answered["records"] == {"penalty": 3}
    listed = visitor.get(f"/api/v1/public/records?kind=penalty&organisation={code(1)}").json()["items"]
    assert sorted(item["decision_no"] for item in listed) == ["1号", "2号", "3号"]
    record = Record.public.get(decision_no="2号")
    assert ONE in words(visitor.get(f"/records/{record.pk}").content.decode())
    assert Record.public.filter(organisation=two).count() == 2  # nothing has moved


def test_a_merge_takes_two_people(bob: Standing, carol: Standing, steward: User, standing_of: Callable[[User], Standing]) -> None:
    one, two = organisation(1, ONE), organisation(2, TWO)
    with pytest.raises(Refused, match="REASON_MISSING"):
        joining.propose(two, one, by=bob, because=" ")
    with pytest.raises(Forbidden):
        joining.propose(two, one, by=standing_of(steward), because="x")
    merge = joining.propose(two, one, by=bob, because="同一主体")
    with pytest.raises(Conflict, match="MERGE_OPEN"):
        joining.propose(two, one, by=carol, because="同一主体")
    with pytest.raises(Refused, match="MERGE_TWO_PEOPLE"):
        joining.confirm(merge, by=bob)
    with pytest.raises(Forbidden):
        joining.confirm(merge, by=standing_of(steward))
    joining.confirm(merge, by=carol)
    two.refresh_from_db()
    assert two.merged_into == one
    with pytest.raises(Conflict):
        joining.decline(merge, by=carol, because="晚了")


def test_no_ring_of_merges(bob: Standing, carol: Standing) -> None:
    one, two, three = (organisation(n, f"临澜市{n}号有限公司") for n in (1, 2, 3))
    merged(two, one, bob, carol)
    merged(three, two, bob, carol)
    assert families.members(one.pk) == [one.pk, two.pk, three.pk]
    with pytest.raises(Refused, match="MERGE_ITSELF"):
        joining.propose(one, three, by=bob, because="x")
    with pytest.raises(IntegrityError, match="merged into itself"), transaction.atomic():
        Organisation.objects.filter(pk=one.pk).update(merged_into=three)


def test_two_proposals_that_would_make_a_ring_end_in_one_merge(bob: Standing, carol: Standing) -> None:
    one, two = organisation(1, ONE), organisation(2, TWO)
    first = joining.propose(two, one, by=bob, because="x")
    second = joining.propose(one, two, by=bob, because="x")
    joining.confirm(first, by=carol)
    with pytest.raises(Refused, match="MERGE_ITSELF"):
        joining.confirm(second, by=carol)


def test_a_merge_in_the_middle_is_undone_without_the_others(bob: Standing, carol: Standing) -> None:
    one, two, three = (organisation(n, f"临澜市{n}号有限公司") for n in (1, 2, 3))
    first = merged(two, one, bob, carol)
    merged(three, two, bob, carol)
    undo_merge(first, by=carol, because="不是同一主体")
    assert families.members(one.pk) == [one.pk]
    assert families.members(two.pk) == [two.pk, three.pk]
    with pytest.raises(Conflict):
        undo_merge(first, by=carol, because="再来一次")


def test_what_was_shown_under_the_wrong_name_is_listed(enters: Callable[..., None], bob: Standing, carol: Standing) -> None:
    one, two = organisation(1, ONE), organisation(2, TWO)
    enters(penalty(1, ONE, CF_WSH="1号"), penalty(2, TWO, CF_WSH="2号"))
    merge = merged(two, one, bob, carol)
    enters(penalty(2, "云溪", CF_WSH="9号"))
    row = PendingRow.objects.get()
    settling.attach(row, one, by=bob, because="核实")
    done = undo_merge(merge, by=bob, because="两家公司")
    assert [found.pk for found in settled_meanwhile(merge)] == [row.pk]
    named = {(outing.record.decision_no, outing.named.name) for outing in Outing.objects.filter(undoing=done) if outing.record}
    assert {("1号", TWO), ("2号", ONE)} <= named
    addresses = set(Outing.objects.filter(undoing=done).values_list("address", flat=True))
    assert {f"/organisations/{code(1)}", f"/organisations/{code(2)}", f"/records/{Record.public.get(decision_no='2号').pk}"} <= addresses
