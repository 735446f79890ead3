"""What each side sees: the inbox, the organisation's cases, the list and its filters, the letters, the drafts that are never sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.clocks.tasks import waiting
from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM
from goodstanding.objections import cases, deciding, drafting, grounds, letters, picture
from goodstanding.objections.models import Draft
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from tests.objections import making
from tests.objections.making import Day, Town
from tests.objections.test_verbs import decision

pytestmark = pytest.mark.django_db


def client(user: User) -> Client:
    signed = Client()
    signed.force_login(user)
    return signed


def doing(town: Town) -> dict[str, list[str]]:
    """What waits for each, in Chinese."""
    return {
        name: [one.what.zh for one in waiting(by) if one.subject.startswith("objections.")]
        for name, by in (("clerk", town.clerk), ("steward", town.steward), ("head", town.head), ("director", town.director))
    }


def test_the_inbox_follows_the_case(town: Town, on: Day) -> None:
    case, _ = making.forwarded(town)
    assert doing(town) == {
        "clerk": ["异议待来源单位答复"], "steward": ["核实并答复异议"], "head": ["核实并答复异议"], "director": ["异议待来源单位答复"],
    }  # fmt: skip
    on(date(2031, 3, 7))
    assert doing(town)["clerk"] == ["来源单位逾期未答复，作出异议处理决定"]
    (task,) = (one for one in waiting(town.steward) if one.subject == "objections.inquiry")
    assert (task.due_on, task.known, task.department_id) == (date(2031, 3, 6), True, town.department.pk)
    assert len([one for one in waiting(SYSTEM) if one.subject.startswith("objections.")]) == 2
    deciding.decide(case, decision(case, "end"), by=town.clerk)
    assert doing(town) == {"clerk": [], "steward": [], "head": [], "director": []}


def test_the_organisation_sees_its_case_with_its_clock(town: Town) -> None:
    case = making.accepted(town)
    (one,) = cases.of(town.organisation.pk)
    assert (one.number, one.due_on, one.known, one.open) == (case.number, date(2031, 3, 12), True, True)
    assert client(town.users["alice"]).get(one.url).status_code == 200


def test_the_picture_counts_working_days(town: Town, on: Day) -> None:
    case, _ = making.forwarded(town)
    points = {one.name: (one.day, one.working, one.due) for one in picture.draw(case).points}
    assert points["filed"] == (date(2031, 3, 3), 0, False)
    assert points["answer_by"] == (date(2031, 3, 6), 3, True)
    assert points["decide_by"] == (date(2031, 3, 12), 7, True)
    on(date(2031, 3, 20))
    late = picture.draw(case)
    assert {one.name for one in late.points if one.late} == {"answer_by", "decide_by"}
    assert all(0 <= one.place <= 100 for one in late.points)


@pytest.mark.parametrize("query", ["", "?state=open", "?state=forwarded&ground=wrong&department=11330100MB1F45629T", "?late=1"])
def test_the_list_is_filtered(town: Town, on: Day, query: str) -> None:
    case, _ = making.forwarded(town)
    on(date(2031, 3, 20))
    clerk = client(town.users["clerk"])
    assert case.number in clerk.get(f"/desk/objections{query}").content.decode()
    for other in ("?state=decided", "?ground=not_us", "?department=11341400002482277W"):
        assert case.number not in clerk.get(f"/desk/objections{other}").content.decode()


def test_letters_exist_when_the_case_has_come_so_far_and_never_before(town: Town) -> None:
    case = making.filed(town)
    alice, here = client(town.users["alice"]), f"/ours/{town.organisation.uscc}/objections/{case.pk}/letters"
    assert letters.for_subject(case) == []
    assert alice.get(f"{here}/accepted").status_code == 404
    making.accepting.accept(case, by=town.clerk)
    page = alice.get(f"{here}/accepted").content.decode()
    for said in ("异议受理通知书", case.number, "2031年3月12日", "罚款金额"):
        assert said in page
    assert alice.get(f"{here}/decided").status_code == 404


def test_drafts_nobody_sends_are_cleared_with_their_papers(town: Town) -> None:
    paper = take(making.upload(), purpose="objection.evidence", by=town.alice)
    draft = Draft.objects.create(organisation=town.organisation, user_id=town.alice.user_id or 0, papers=[paper.pk])
    assert drafting.sweep() == 0
    Draft.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - timedelta(days=31))
    assert drafting.sweep() == 1
    assert Paper.objects.get(pk=paper.pk).content is None


def test_a_decision_offers_the_articles_of_its_profile_first() -> None:
    assert grounds.bases("shenzhen")[:2] == ["shenzhen:49", "shenzhen:50"]
    assert set(grounds.bases("strict")) == {"own", "civil-code:1029", "ndrc-36", "repair-22"}
    assert grounds.quoted("civil-code:1029").zh == "《中华人民共和国民法典》第一千零二十九条"


def test_once_decided_the_organisation_reads_what_the_source_said_and_no_officials_name(town: Town) -> None:
    case, _ = making.answered(town)
    alice, url = client(town.users["alice"]), f"/ours/{town.organisation.uscc}/objections/{case.pk}"
    assert "已核对决定书原件" not in alice.get(url).content.decode()
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    page = alice.get(url).content.decode()
    assert "已核对决定书原件" in page
    assert town.steward.label.partition("（")[0] not in page
