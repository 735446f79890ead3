"""A clerk judges rows beside the organisations they may mean, takes decisions back, and looks at what attached by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Judgement, Merge, Organisation, PendingRow
from goodstanding.organisations.searching import weighing
from goodstanding.organisations.searching.keying import key
from goodstanding.records import settling
from goodstanding.records.entering import enter
from goodstanding.records.models import Outing, Record, Undoing
from tests.organisations.making import code, organisation
from tests.records.handing_in import hand_in, penalty

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
NEAR, FAR = "临澜市云溪餐饮有限公司", "临澜市云西餐饮有限公司"
SHORT = "临澜市云夕餐饮有限公司"


@pytest.fixture
def enters(tmp_path: Any, market: Department) -> Callable[..., None]:
    def go(*rows: dict[str, str | None]) -> None:
        handed = hand_in(tmp_path, market, list(rows))
        enter(handed.folder, handed, by=SYSTEM)

    return go


@pytest.fixture
def bodies() -> tuple[Organisation, Organisation]:
    made = organisation(1, NEAR), organisation(2, FAR)
    key()
    weighing._known.clear()
    return made


def unclear(number: str = "1号", name: str = SHORT) -> dict[str, str | None]:
    return penalty(1, name, CF_XDR_SHXYM=None, CF_WSH=number)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def joined(response: Any) -> str:
    """Without any space: a marked name is written in pieces."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_a_row_stands_beside_whom_it_may_mean_with_the_reasons(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    enters(unclear(), unclear("2号"))
    row = PendingRow.objects.earliest("id")
    page = signed_in(clerk).get(f"/desk/queue/{row.pk}/")
    seen = joined(page)
    assert seen.index(NEAR) < seen.index(FAR)
    assert "第1行，共2行" in seen
    assert "另外1行一并归入" in seen
    assert code(1) in seen
    for choice in page.context["choices"]:
        assert choice.likeness.reasons


def test_the_next_row_comes_at_once_and_the_same_ones_enter_together(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    enters(unclear(), unclear("2号"), unclear("3号", "云西餐饮"))
    first, _, third = PendingRow.objects.order_by("id")
    bob = signed_in(clerk)
    said = {"organisation": bodies[0].pk, "verdict": "same", "ground": "register", "together": "on"}
    answer = bob.post(f"/desk/queue/{first.pk}/judge/", said)
    assert answer["Location"] == f"/desk/queue/{third.pk}/"
    assert Record.public.filter(organisation=bodies[0]).count() == 2
    judgement = Judgement.objects.get()
    assert (judgement.verdict, judgement.because, judgement.user_id) == ("same", "登记机关系统查询一致", clerk.pk)
    assert judgement.likeness["reasons"]
    page = bob.get(answer["Location"])
    assert "2 行已归入" in words(page)
    assert page.context["form"]["ground"].value() == "register"  # the next probably rests on the same


def test_the_last_decision_is_taken_back_with_one_key(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    enters(unclear(), unclear("2号"))
    row = PendingRow.objects.earliest("id")
    bob = signed_in(clerk)
    said = {"organisation": bodies[1].pk, "verdict": "same", "ground": "register", "together": "on"}
    bob.post(f"/desk/queue/{row.pk}/judge/", said)
    answer = bob.post("/desk/queue/undo-last/", follow=True)
    assert "已撤销" in words(answer)
    assert PendingRow.objects.filter(state="waiting").count() == 2
    assert not Record.public.exists()
    assert bob.post("/desk/queue/undo-last/").status_code == 404


def test_different_stays_with_the_row_and_unsure_marks_it(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    enters(unclear())
    row = PendingRow.objects.get()
    bob = signed_in(clerk)
    address = f"/desk/queue/{row.pk}/"
    answer = bob.post(f"{address}judge/", {"organisation": bodies[0].pk, "verdict": "different", "note": "地址不同"})
    assert answer["Location"] == address
    page = bob.get(address)
    assert [choice.organisation for choice in page.context["choices"]] == [bodies[1], bodies[0]]
    assert "此前核定不是该主体" in words(page)
    bob.post("/desk/queue/undo-last/")
    assert "此前核定不是该主体" not in words(bob.get(address))
    bob.post(f"{address}judge/", {"organisation": bodies[0].pk, "verdict": "unsure", "note": "等登记机关答复"})
    assert "等登记机关答复" in words(bob.get(address))
    assert "存疑" in words(bob.get("/desk/queue/?doubt=1"))
    assert PendingRow.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "said",
    [
        {"verdict": "same", "ground": "register"},
        {"verdict": "same", "ground": "other", "organisation": "1"},
        {"verdict": "same", "organisation": "x", "note": "x"},
        {"verdict": "sure", "organisation": "1", "note": "x"},
        {},
    ],
)
def test_a_decision_that_says_too_little_changes_nothing(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed, said: dict[str, str]
) -> None:
    enters(unclear())
    row = PendingRow.objects.get()
    sent = {key: str(bodies[0].pk) if value == "1" else value for key, value in said.items()}
    answer = signed_in(clerk).post(f"/desk/queue/{row.pk}/judge/", sent)
    assert answer.status_code == 422
    assert not Judgement.objects.exists()
    assert PendingRow.objects.get().state == "waiting"


def test_filters_are_kept_from_row_to_row(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    enters(penalty(9, "临澜市别家有限公司"), unclear("2号"), unclear("3号", "云西餐饮"))
    rows = {row.reason: row for row in PendingRow.objects.order_by("-id")}
    bob = signed_in(clerk)
    listed = bob.get("/desk/queue/?reason=NAME_ONLY")
    assert len(listed.context["rows"]) == 2
    page = bob.get(f"/desk/queue/{rows['NAME_ONLY'].pk}/?reason=NAME_ONLY")
    assert (page.context["place"], page.context["total"]) == (1, 2)
    said = {"organisation": bodies[0].pk, "verdict": "unsure", "note": "x"}
    answer = bob.post(f"/desk/queue/{rows['NAME_ONLY'].pk}/judge/?reason=NAME_ONLY", said)
    assert answer["Location"].endswith("?reason=NAME_ONLY")


def test_what_attached_by_itself_is_looked_at_and_taken_back(
    enters: Callable[..., None],
    bodies: tuple[Organisation, Organisation],
    clerk: User,
    signed_in: Signed,
    standing_of: Callable[[User], Standing],
) -> None:
    enters(unclear())
    settling.attach(PendingRow.objects.get(), bodies[1], by=standing_of(clerk), because="看错了")
    enters(unclear("2号"))
    remembered = PendingRow.objects.get(how="remembered")
    bob = signed_in(clerk)
    assert SHORT in words(bob.get("/desk/queue/attached/"))
    assert "核对无误" in words(bob.get("/desk/queue/attached/"))
    bob.post("/desk/queue/attached/", {"row": remembered.pk})
    assert "已核对" in words(bob.get("/desk/queue/attached/"))
    asked = bob.get(f"/desk/queue/{remembered.pk}/undo/")
    assert "另外 1 行一并撤回" in words(asked)
    assert bob.post(f"/desk/queue/{remembered.pk}/undo/", {"because": "", "verdict": "different"}).status_code == 422
    done = bob.post(f"/desk/queue/{remembered.pk}/undo/", {"because": "不是该公司", "verdict": "different", "together": "on"})
    undoing = Undoing.objects.get()
    assert done["Location"] == f"/desk/queue/undone/{undoing.pk}/"
    page = words(bob.get(done["Location"]))
    assert "2 行" in page
    assert FAR in page
    assert "告知" in page
    assert not Record.public.exists()
    listed = bob.get(f"/desk/queue/undone/{undoing.pk}.csv").content.decode()
    assert f"/organisations/{code(2)}" in listed
    assert len(listed.strip().splitlines()) == 1 + Outing.objects.count()
    letter = words(bob.get(f"/desk/queue/undone/{undoing.pk}/letter/{bodies[1].pk}/"))
    assert FAR in letter
    assert "2号" in letter
    bob.post(done["Location"], {"organisation": bodies[1].pk})
    assert not Outing.objects.filter(told_at=None).exists()
    assert Entry.objects.filter(event="outing:told").count() == 1
    enters(unclear("3号"))
    assert PendingRow.objects.latest("id").state == "waiting"


def test_a_record_is_taken_off_from_its_page_on_the_desk(
    enters: Callable[..., None], bodies: tuple[Organisation, Organisation], clerk: User, signed_in: Signed
) -> None:
    enters(penalty(1, NEAR))
    record = Record.public.get()
    bob = signed_in(clerk)
    page = f"/desk/records/{record.pk}/"
    assert "代码和名称与名录完全一致" in words(bob.get(page))
    assert NEAR in words(bob.get(f"{page}take-off/"))
    answer = bob.post(f"{page}take-off/", {"because": "登记机关赋码有误"}, follow=True)
    assert "1 行重新等待核定" in words(answer)
    assert "已撤回" in words(bob.get(page))
    assert Client().get(f"/records/{record.pk}").status_code == 404


def test_a_merge_is_proposed_by_one_clerk_and_confirmed_by_another(
    bodies: tuple[Organisation, Organisation], enters: Callable[..., None], clerk: User, appoint: Callable[..., User], signed_in: Signed
) -> None:
    enters(penalty(1, NEAR), penalty(2, FAR, CF_WSH="2号"))
    bob, carol = signed_in(clerk), signed_in(appoint("clerk", None, "carol"))
    assert bob.post("/desk/merges/", {"absorbed": code(2), "into": code(9), "because": "x"}).status_code == 422
    bob.post("/desk/merges/", {"absorbed": code(2), "into": code(1), "because": "登记机关证明系重复登记"})
    merge = Merge.objects.get()
    page = f"/desk/merges/{merge.pk}/"
    assert "须由另一名经办人复核" in words(bob.get(page))
    assert bob.post(f"{page}confirm/").status_code == 422
    assert "组织机构代码（第 9 至 17 位）不同" in words(carol.get(page))
    carol.post(f"{page}confirm/")
    assert Client().get(f"/organisations/{code(2)}")["Location"] == f"/organisations/{code(1)}"
    answer = bob.post(f"{page}undo/", {"because": "两家公司"}, follow=True)
    assert "归并已撤销" in words(answer)
    assert Client().get(f"/organisations/{code(2)}").status_code == 200
    assert {one.name for one in Organisation.objects.filter(pk__in=Outing.objects.values("named"))} == {NEAR, FAR}


def test_only_clerks_decide_and_every_refusal_is_written_down(
    enters: Callable[..., None],
    bodies: tuple[Organisation, Organisation],
    other_steward: User,
    auditor: User,
    clerk: User,
    signed_in: Signed,
    standing_of: Callable[[User], Standing],
) -> None:
    enters(unclear(), penalty(1, NEAR, CF_WSH="5号"))
    settling.attach(PendingRow.objects.get(), bodies[0], by=standing_of(clerk), because="核实")
    row, record = PendingRow.objects.get(), Record.public.first()
    assert record is not None
    # A department reads its own records; Eve's has handed in none of these.
    reads = ["queue/attached/", "queue/judgements/", "queue/undone/", f"records/{record.pk}/", "merges/"]
    acts = [f"queue/{row.pk}/judge/", f"queue/{row.pk}/undo/", f"records/{record.pk}/take-off/", "merges/"]
    eve, audrey = signed_in(other_steward), signed_in(auditor)
    for path in reads:
        assert eve.get(f"/desk/{path}").status_code == 403, path
        assert audrey.get(f"/desk/{path}").status_code == 200, path
    for path in acts:
        for somebody in (eve, audrey):
            assert somebody.post(f"/desk/{path}", {"because": "x"}).status_code == 403, path
    refused = Entry.objects.filter(event="access:refused", user_id__in=[other_steward.pk, auditor.pk])  # entries of other tests stay
    assert refused.count() == len(reads) + 2 * len(acts)
    row.refresh_from_db()
    assert row.state == "settled"
