"""Everything about us: what shows, what does not and why, from whom, until when, who looked, and what may be taken along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.notices.telling import tell
from goodstanding.ours import records
from goodstanding.records import marking
from goodstanding.records.ending import Reason, end
from goodstanding.records.models import Record
from goodstanding.records.suspending import suspend
from goodstanding.representing import cases
from goodstanding.representing.cases import Case
from goodstanding.rules.terms import months_after
from goodstanding.rules.texts import Text
from tests.portal.town import PENALTY, REPRESENTATIVE, Town, add, build
from tests.representing.making import held, person

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def agent(town: Town, signed_in: Signed) -> Client:
    """Wang, who acts for the company."""
    wang = person()
    held(wang, town.company)
    return signed_in(wang)


def here(town: Town, tail: str = "", prefix: str = "") -> str:
    return f"{prefix}/ours/{town.company.uscc}/{tail}"


def everything(agent: Client, town: Town) -> dict[str, Any]:
    answer: Any = agent.get(here(town, "everything.json"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    read: dict[str, Any] = json.loads(b"".join(answer.streaming_content))
    return read


def states(agent: Client, town: Town) -> dict[str, dict[str, Any]]:
    return {one["decision_number"]: one for one in everything(agent, town)["records"]}


def test_every_record_is_there_the_ones_nobody_else_sees_with_the_reason(agent: Client, town: Town) -> None:
    suspend([town.permit.pk], because="silent_source", case=uuid4(), number="YY2026-7", since=timezone.localdate(), by=SYSTEM)
    found = states(agent, town)
    assert len(found) == Record.everything.filter(organisation=town.company).count() == 30
    assert (found["甘市监当罚〔2026〕77号"]["state"], found["甘市监当罚〔2026〕77号"]["why_not_shown"]["zh"]) == (
        "held",
        "按简易程序作出的处罚不公示",
    )
    assert (found["甘市监处罚〔2026〕3号"]["state"], "届满" in found["甘市监处罚〔2026〕3号"]["why_not_shown"]["zh"]) == ("expired", True)
    masked = found[town.permit.decision_no]
    assert (masked["state"], "YY2026-7" in masked["why_not_shown"]["en"]) == ("suspended", True)
    assert (found[town.penalty.decision_no]["state"], found[town.penalty.decision_no]["why_not_shown"]) == ("showing", None)


def test_what_ended_says_why_in_the_published_words(agent: Client, town: Town) -> None:
    reason = Reason(because="annulled", basis="penalty-law:48", effective_on=timezone.localdate(), words="复议决定撤销")
    end([town.penalty.pk], reason=reason, by=SYSTEM)
    one = states(agent, town)[town.penalty.decision_no]
    assert (one["state"], one["reason_published"]) == ("ended", "复议决定撤销")
    assert "已被依法撤销" in one["why_not_shown"]["zh"]
    assert "复议决定撤销" in words(agent.get(here(town, "?state=ended")))


def test_the_earliest_end_is_the_rules_own_and_the_source_and_the_day_it_came_are_named(agent: Client, town: Town) -> None:
    one = states(agent, town)[town.penalty.decision_no]
    assert one["earliest_end"] == months_after(town.penalty.decided_on, 3).isoformat()
    assert one["source"] == town.market.name
    page = words(agent.get(here(town, f"records/{town.penalty.pk}")))
    assert town.market.name in page
    assert "依据：" in page
    assert REPRESENTATIVE in page


@pytest.mark.parametrize(("state", "number"), [("showing", 28), ("hidden", 1), ("ended", 1)])
def test_the_filters_and_the_picture_agree_with_the_state_of_every_record(agent: Client, town: Town, state: str, number: int) -> None:
    mine = {"showing": {"showing"}, "hidden": {"held", "not_yet", "suspended"}, "ended": {"expired", "ended"}}[state]
    assert sum(1 for one in states(agent, town).values() if one["state"] in mine) == number
    assert f"共{number}条" in words(agent.get(here(town, f"?state={state}")))
    ahead = add(
        town.market, town.company, "penalty", "甘市监处罚〔2026〕900号", decided=timezone.localdate(), klass="ordinary", data=PENALTY
    )
    suspend([town.permit.pk], because="stay", case=uuid4(), number="FY1", since=timezone.localdate(), by=SYSTEM)
    members = [town.company.pk]
    for name in records.STATES:
        found = records.narrowed(records.about(members), records.Wanted(name))
        told = {records.how(one, timezone.localdate()) for one in found}
        assert told <= {"showing": {"showing"}, "hidden": {"held", "not_yet", "suspended"}, "ended": {"expired", "ended"}}[name]
    assert sum(records.counts(members).values()) == records.about(members).count()
    assert records.how(ahead, timezone.localdate()) == "not_yet"


def test_a_mark_stands_on_the_organisations_page_too(agent: Client, town: Town) -> None:
    marking.mark({town.penalty.pk: ["CF_SY"]}, kind="objection", case=uuid4(), number="YY2026-1", words="金额有误", by=SYSTEM)
    assert "异议处理中" in words(agent.get(here(town)))
    assert states(agent, town)[town.penalty.decision_no]["marks"][0]["fields"] == ["CF_SY"]


def test_another_organisations_record_is_not_among_ours(agent: Client, town: Town) -> None:
    strange = Record.everything.filter(organisation=town.business).first()
    assert strange is not None
    assert agent.get(here(town, f"records/{strange.pk}")).status_code == 404
    assert strange.decision_no not in words(agent.get(here(town)))


def test_fifty_to_a_page_and_nothing_twice(agent: Client, town: Town) -> None:
    for number in range(30):
        decided = timezone.localdate() - timedelta(days=15 + number)
        add(town.market, town.company, "penalty", f"甘市监处罚〔2026〕{500 + number}号", decided=decided, klass="ordinary", data=PENALTY)
    pages = [agent.get(here(town, f"?page={n}")).content.decode() for n in (1, 2)]
    seen = [re.findall(r'id="r([0-9a-f-]{36})"', page) for page in pages]
    assert [len(one) for one in seen] == [50, 10]
    assert len({*seen[0], *seen[1]}) == 60
    assert len(everything(agent, town)["records"]) == 60


def test_a_longer_page_asks_the_database_no_more_often(agent: Client, town: Town, django_assert_max_num_queries: Any) -> None:
    with CaptureQueriesContext(connection) as few:
        agent.get(here(town, "?kind=penalty"))
    with django_assert_max_num_queries(len(few)):
        agent.get(here(town))


def case(number: str, *, due: int | None = None, known: bool = True, is_open: bool = True) -> Case:
    today = timezone.localdate()
    return Case(
        number=number, title=Text("异议", "Objection"), state=Text("待审核", "waiting"), since=timezone.now(),
        due_on=None if due is None else today + timedelta(days=due), known=known, url="/x", open=is_open,
    )  # fmt: skip


def test_cases_stand_by_what_is_due_next_and_an_unknown_day_is_said_to_be_unknown(
    agent: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [case("D4", is_open=False), case("C3", known=False), case("B2", due=5), case("A1", due=-1)]
    monkeypatch.setattr(cases, "providers", lambda: (lambda body: found if body == town.company.pk else [],))
    page = words(agent.get(here(town, "cases")))
    places = [page.index(one.number) for one in (found[3], found[2], found[1], found[0])]
    assert places == sorted(places)
    assert page.count("逾期") == 1
    assert "期限待定" in page
    overview = words(agent.get(here(town)))
    assert "3 办理中" in overview
    assert "D4" not in overview
    assert [one["number"] for one in everything(agent, town)["cases"]] == ["A1", "B2", "C3", "D4"]


def test_who_looked_is_listed_and_nobody_is_said_so(agent: Client, town: Town, clerk: User, signed_in: Signed) -> None:
    assert "尚无查询记录" in words(agent.get(here(town, "looked")))
    bob = signed_in(clerk)
    for page in ("", "cases", "everything.json"):
        bob.get(here(town, page))
    seen = words(agent.get(here(town, "looked")))
    assert seen.count("Bob") == 2, "once for the visit, once for what was taken along"
    assert "打印或者导出全部信息" in seen
    assert {one["by"] for one in everything(agent, town)["looked_up"]} == {"Bob"}
    assert (
        "Wang"
        not in words(agent.get(here(town, "looked")).headers and agent.get(here(town, "looked")))
        .replace("Wang （", "")
        .split("谁查询过本单位的信息")[-1]
    )


def test_what_is_taken_along_is_in_the_ledger(agent: Client, town: Town) -> None:
    agent.get(here(town, "print"))
    everything(agent, town)
    entries = Entry.objects.filter(event="access:exported")
    assert [(entry.role, entry.data["form"]) for entry in entries] == [("representative", "print"), ("representative", "json")]


@pytest.mark.parametrize(
    ("prefix", "said"), [("", ("公示期满", "不予公示", "谁可以代表本单位")), ("/en", ("Period over", "Never shown", "Who may act"))]
)
def test_the_pages_speak_both_languages(agent: Client, town: Town, prefix: str, said: tuple[str, ...]) -> None:
    page = words(agent.get(here(town, prefix=prefix)))
    for sentence in said:
        assert sentence in page
    for tail in ("cases", "powers", "looked", "print"):
        assert agent.get(here(town, tail, prefix)).status_code == 200


def test_notices_of_the_reader_are_his_and_not_the_clerks(agent: Client, town: Town, clerk: User, signed_in: Signed) -> None:
    wang = User.objects.get(username="wang")
    tell([wang.pk], "representing.told.granted", organisation="甲", since="a", until="b")
    assert "近期消息" in words(agent.get(here(town)))
    assert "代表“甲”" in words(agent.get(here(town)))
    assert "近期消息" not in words(signed_in(clerk).get(here(town)))


def test_the_auditor_reads_and_may_not_act(town: Town, auditor: User, signed_in: Signed) -> None:
    page = signed_in(auditor).get(here(town, f"records/{town.penalty.pk}"))
    assert page.status_code == 200
    assert "/objections/new" not in page.content.decode()
    assert "以审计员身份查看" in words(page)
    assert Entry.objects.get(event="access:looked_up").because == "audit"
