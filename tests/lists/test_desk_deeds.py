"""The case page and what can be done from it: by whom, when, and what somebody reads who is too early or too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.lists import disputing, finding, remarking
from goodstanding.lists.models import Listing
from goodstanding.records import ending
from goodstanding.records.suspending import suspend
from tests.lists.making import NO_HEARING, RED, SCRUTINY, Office, body, time_over
from tests.lists.reading import asked, scan, words
from tests.repairs.making import agent, record

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
TODAY = timezone.localdate
DECISION = {"number": "临市监列决〔2026〕8号", "reasons": "事实清楚", "do": "confirm"}


@pytest.fixture
def alices(steward: User, signed_in: Signed) -> Client:
    return signed_in(steward)


@pytest.fixture
def hughs(head: User, signed_in: Signed) -> Client:
    return signed_in(head)


def decision(**changed: str) -> dict[str, str]:
    return {**DECISION, "ends_on": TODAY().replace(year=TODAY().year + 1, day=1).isoformat(), **changed}


def case(listing: Listing, deed: str = "") -> str:
    return f"/desk/lists/{listing.pk}{deed and '/' + deed}"


def test_a_red_candidate_is_publicised_what_is_said_is_settled_and_the_head_decides(office: Office, alices: Client, hughs: Client) -> None:
    made = office.proposed(body(), RED)
    assert "未发现该主体有有效的" in words(alices.get(case(made)))
    assert "/serve" not in alices.get(case(made)).content.decode()
    assert alices.post(case(made, "publicise")).status_code == 302
    assert alices.post(case(made, "publicise"))["Location"] == case(made)
    said = remarking.remark(Listing.everything.get(), "该公司欠税", by=office.steward)
    time_over(made)
    page = words(hughs.get(case(made)))
    assert "该公司欠税" in page
    assert "核实" in page
    blocked = hughs.post(case(made, "decide"), decision())
    assert (blocked.status_code, "尚未核实完毕" in words(blocked), "事实清楚" in blocked.content.decode()) == (422, True, True)
    settle = case(made, f"remarks/{said.pk}")
    assert "该公司欠税" in words(alices.get(settle))
    missing = alices.post(settle, {"outcome": "unfounded", "reasons": " "})
    assert missing.status_code == 422
    assert alices.post(settle, {"outcome": "unfounded", "reasons": "税款已缴清"}).status_code == 302
    assert alices.get(settle)["Location"] == case(made)
    assert alices.get(case(made, "remarks/999999")).status_code == 404
    assert hughs.post(case(made, "decide"), decision()).status_code == 302
    assert Listing.everything.get().state == "decided"


def test_a_conflict_that_arises_while_publicised_stands_on_the_case_and_stops_the_decision(office: Office, hughs: Client) -> None:
    made = time_over(office.publicised(body()))
    black = office.served(body())
    page = hughs.get(case(made)).content.decode()
    assert f'href="{case(black)}"' in page
    assert "/decide" not in page
    late = hughs.post(case(made, "decide"), decision())
    assert (late.status_code, black.number in words(late)) == (409, True)


def test_key_scrutiny_is_a_reminder_and_nothing_more(office: Office, alices: Client, hughs: Client) -> None:
    made = office.proposed(body(), SCRUTINY)
    assert alices.get(case(made, "decide")).status_code == 403
    until = TODAY().replace(day=1)
    next_month = (until.replace(year=until.year + until.month // 12, month=until.month % 12 + 1)).isoformat()
    looked = hughs.post(case(made, "decide"), {**DECISION, "ends_on": next_month, "do": ""})
    assert "不作为任何惩戒、限制措施的依据" in words(looked)
    assert hughs.post(case(made, "decide"), {**DECISION, "ends_on": next_month}).status_code == 302
    page = hughs.get(case(made))
    assert Listing.everything.get().state == "reminded"
    assert "/publish" not in page.content.decode()
    assert "Reminder" in words(hughs.get(case(made, "letters/reminder")))
    assert hughs.get(case(made, "letters/decision")).status_code == 404


def test_nothing_is_decided_too_early_and_the_page_says_from_when(office: Office, hughs: Client) -> None:
    made = office.served(body())
    page = hughs.get(case(made))
    assert "/decide" not in page.content.decode()
    assert "剩余 10 个工作日" in words(page)
    early = hughs.post(case(made, "decide"), decision())
    assert (early.status_code, "届满后方可决定" in words(early)) == (422, True)
    Listing.everything.filter(pk=made.pk).update(answer_until=None)
    unknown = words(hughs.get(case(made)))
    assert "工作日历尚未公布，期限无法计算" in unknown
    assert hughs.post(case(made, "decide"), decision()).status_code == 422
    time_over(made)
    assert "期限已届满" in words(hughs.get(case(made)))
    silent = words(hughs.post(case(made, "decide"), decision(do="")))
    assert "未提出陈述、申辩" in silent
    assert hughs.post(case(made, "decide"), decision(do="change")).status_code == 200
    assert Listing.everything.get().state == "served"


@pytest.mark.parametrize(
    ("wrong", "says"), [({"ends_on": "2099-01-01"}, "不得超过"), ({"ends_on": "x"}, "日期无法识别"), ({"number": " "}, "文号")]
)
def test_a_decision_that_will_not_do_comes_back_with_what_was_typed(
    office: Office, hughs: Client, wrong: dict[str, str], says: str
) -> None:
    made = time_over(office.served(body()))
    answer = hughs.post(case(made, "decide"), decision(**wrong))
    assert (answer.status_code, says in words(answer), "事实清楚" in answer.content.decode()) == (422, True, True)
    assert Listing.everything.get().state == "served"


def test_whoever_proposed_does_not_decide(office: Office, hughs: Client) -> None:
    made = Office(office.department, office.head, office.head).served(body())
    time_over(made)
    own = hughs.post(case(made, "decide"), decision())
    assert (own.status_code, "提出认定建议的人不得作出决定" in words(own)) == (422, True)


def test_a_case_is_dropped_and_the_organisation_reads_why(office: Office, alices: Client, signed_in: Signed) -> None:
    made = office.served(body())
    dana = agent(made.organisation)
    assert alices.post(case(made, "drop"), {"because": ""}).status_code == 422
    assert alices.post(case(made, "drop"), {"because": "情节轻微并及时改正"}).status_code == 302
    assert alices.post(case(made, "drop"), {"because": "情节轻微并及时改正"})["Location"] == case(made)
    page = signed_in(dana.user).get(f"/ours/{made.organisation.uscc}/lists/{made.pk}/letters/dropped")
    assert "情节轻微并及时改正" in words(page)
    assert alices.post(case(made, "weigh"), {"because": "x"}).status_code == 409


def test_kept_back_with_reasons_and_brought_out_later(office: Office, hughs: Client) -> None:
    made = office.decided(body())
    assert hughs.post(case(made, "withhold"), {"because": "涉及商业秘密"}).status_code == 302
    assert not Listing.public.exists()
    kept = hughs.get(case(made))
    assert "涉及商业秘密" in words(kept)
    assert "/lists/entries/" not in kept.content.decode()
    assert hughs.post(case(made, "publish"), {"because": "秘密已公开"}).status_code == 302
    assert Listing.public.exists()
    assert f'href="/lists/entries/{made.pk}"' in hughs.get(case(made)).content.decode()


def test_of_two_at_once_the_slower_one_is_told(office: Office, alices: Client, hughs: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = office.proposed(body())
    stale = Listing.everything.select_related("kind", "department", "organisation", "load").get()
    hughs.post(case(made, "drop"), {"because": "事实不清"})
    monkeypatch.setattr(finding, "find", lambda *_: stale)  # as it was when the other one looked
    late = alices.post(case(made, "drop"), {"because": "另有原因"})
    assert (late.status_code, "可能已由他人处理" in words(late)) == (409, True)
    assert Listing.everything.get().ended_words == "事实不清"


def test_who_may_see_and_who_may_act_is_asked_of_the_case_and_refusals_are_written_down(
    office: Office, other_steward: User, official: User, clerk: User, auditor: User, stranger: User, signed_in: Signed
) -> None:
    made = office.published(body())
    statuses = {user.username: signed_in(user).get(case(made)).status_code for user in (other_steward, official, clerk, auditor, stranger)}
    assert statuses == {"eve": 403, "oscar": 200, "bob": 200, "audrey": 200, "charlie": 403}
    for user in (other_steward, official, clerk, auditor):
        for deed in ("serve", "hear", "decide", "end", "publish", "withhold", "drop", "weigh"):
            assert signed_in(user).post(case(made, deed), {"because": "x"}).status_code == 403, deed
    assert Entry.objects.filter(event="access:refused", subject="lists.listing", user_id=other_steward.pk).count() == 9
    assert "/end" not in signed_in(clerk).get(case(made)).content.decode()
    assert signed_in(other_steward).get(case(made, "letters/notice")).status_code == 403
    assert Client().get(case(made)).status_code == 302
    assert signed_in(clerk).get(f"/desk/lists/{uuid4()}").status_code == 404
    assert Listing.everything.get().state == "published"


def test_the_service_needs_how_and_a_day_that_can_be_and_keeps_the_scan(office: Office, alices: Client) -> None:
    made = office.proposed(body())
    assert asked(alices.get(case(made, "serve"))) == {"csrfmiddlewaretoken", "how", "on", "scan"}
    nothing = alices.post(case(made, "serve"), {"on": TODAY().isoformat(), "scan": scan("回证.png")})
    assert (nothing.status_code, "请选择送达方式" in words(nothing), "回证.png" in words(nothing)) == (422, True, True)
    early = alices.post(case(made, "serve"), {"how": "mail", "on": "2020-01-01"})
    assert (early.status_code, "送达日期应当在" in words(early)) == (422, True)
    assert alices.post(case(made, "serve"), {"how": "mail", "on": TODAY().isoformat()}).status_code == 302
    paper = Listing.everything.get().served_paper
    assert paper is not None
    assert paper.name == "回证.png"  # chosen once, not lost by the mistakes after it
    assert alices.get(case(made, f"papers/{uuid4()}")).status_code == 404


def test_where_the_rules_know_no_hearing_none_is_offered(office: Office, alices: Client, market: Department) -> None:
    made = office.served(body(), NO_HEARING)
    assert "/hear" not in alices.get(case(made)).content.decode()
    assert "听证，听证不收取费用" not in words(alices.get(case(made, "letters/notice")))


def test_what_it_rests_on_is_shown_as_it_stands_now(office: Office, tmp_path: Path, market: Department, alices: Client) -> None:
    first, second = record(tmp_path, market), record(tmp_path, market)
    made = office.proposed(first.organisation, records=(first, second))
    assert words(alices.get(case(made))).count("平台记录，有效") == 2
    suspend([second.pk], because="silent_source", case=uuid4(), number="YY2026-000001", since=TODAY(), by=SYSTEM)
    ending.end([first.pk], reason=ending.Reason(because="annulled", basis="penalty-law:48", words="复议撤销"), by=SYSTEM)
    page = words(alices.get(case(made)))
    assert "因异议核实暂停公示" in page
    assert "起不再支撑本认定：所依据的文书已撤销、变更或者失效" in page
    assert Listing.everything.get().state == "proposed"  # the other one still carries it


def test_a_dispute_stands_on_the_case(office: Office, alices: Client) -> None:
    made = office.published(body())
    disputing.dispute(made, case=uuid4(), number="YY2026-000007", by=SYSTEM)
    assert "YY2026-000007" in words(alices.get(case(made)))


def test_the_list_shows_what_is_over_first_and_narrows(office: Office, alices: Client, clerk: User, signed_in: Signed) -> None:
    proposed, served, over, unknown = (
        office.proposed(body(1)), office.served(body(2, "乙公司")), time_over(office.served(body(3, "丙公司"))),
        office.served(body(4, "丁公司")),
    )  # fmt: skip
    Listing.everything.filter(pk=unknown.pk).update(answer_until=None)
    red = office.published(body(5, "戊公司"), RED)
    page = words(alices.get("/desk/lists/"))
    places = [page.index(one.number) for one in (over, unknown, proposed, served)]
    assert places == sorted(places)
    assert red.number not in page
    assert "期限待定" in page
    for query, there in (
        ("due=over&state=", {over}), ("due=waiting&state=", {served}), ("due=unknown", {unknown}), ("state=published", {red}),
        (f"kind={RED}&state=", {red}), ("due=turn&state=", {over, proposed}),
    ):  # fmt: skip
        shown = words(alices.get(f"/desk/lists/?{query}"))
        assert {one for one in (proposed, served, over, unknown, red) if one.number in shown} == there, query
    assert "没有符合条件的案件" in words(alices.get("/desk/lists/?state=heard"))
    centre = signed_in(clerk).get(f"/desk/lists/?department={office.department.code}&page=99&state=nonsense")
    assert (centre.status_code, over.number in words(centre)) == (200, True)


def test_another_departments_list_is_empty(office: Office, other_steward: User, signed_in: Signed) -> None:
    made = office.proposed(body())
    page = words(signed_in(other_steward).get("/desk/lists/"))
    assert made.number not in page
    assert "没有在办案件" in page


def test_a_hearing_nobody_answered_before_does_not_shorten_the_time_to_answer(office: Office, alices: Client, hughs: Client) -> None:
    made = office.served(body())
    alices.post(case(made, "hear"), {"on": TODAY().isoformat()})
    alices.post(case(made, "weigh"), {"because": "当事人当庭陈述，不予采纳"})
    assert Listing.everything.get().state == "weighed"
    assert "/decide" not in hughs.get(case(made)).content.decode()
    early = hughs.post(case(made, "decide"), decision())
    assert (early.status_code, "届满后方可决定" in words(early)) == (422, True)
    Listing.everything.filter(pk=made.pk).update(answer_until=TODAY() - timedelta(days=1), served_on=TODAY() - timedelta(days=20))
    assert hughs.post(case(made, "decide"), decision()).status_code == 302


def test_a_step_that_is_past_is_not_asked_for_any_more(office: Office, alices: Client, hughs: Client) -> None:
    made = office.published(body())
    for client, deed in ((alices, "serve"), (alices, "hear"), (alices, "weigh"), (hughs, "decide"), (alices, "drop")):
        assert client.get(case(made, deed)).status_code == 409, deed
    assert alices.get(case(office.proposed(body(2, "乙公司")), "end")).status_code == 409
    assert alices.get(case(made, "nonsense")).status_code == 404


def test_a_record_is_linked_where_whoever_reads_may_open_it(
    office: Office, tmp_path: Path, market: Department, environment: Department, alices: Client, signed_in: Signed
) -> None:
    own, others = record(tmp_path, market), record(tmp_path, environment)
    made = office.served(own.organisation, records=(own, others))
    page = alices.get(case(made)).content.decode()
    assert f"/desk/records/{own.pk}/" in page
    assert f"/desk/records/{others.pk}/" not in page
    assert f'href="/records/{others.pk}"' in page
    address = f"/ours/{own.organisation.uscc}/lists/{made.pk}"
    theirs = signed_in(agent(own.organisation).user).get(address).content.decode()
    assert f"/ours/{own.organisation.uscc}/records/{others.pk}" in theirs
