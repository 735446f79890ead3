"""The organisation's own side: what it is told, how it answers, at the window too, and what it reads of its entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.ledger.models import Entry
from goodstanding.lists import cases, standing
from goodstanding.lists.models import Listing
from goodstanding.organisations.models import Organisation
from goodstanding.representing.models import Consent
from goodstanding.rules.terms import months_after
from tests.lists.making import FACTS, NO_HEARING, RED, Office, body, loaded, time_over
from tests.lists.reading import asked, scan, words
from tests.repairs.making import agent

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
TODAY = timezone.localdate


def ours(listing: Listing, more: str = "") -> str:
    return f"/ours/{listing.organisation.uscc}/lists/{listing.pk}{more}"


def test_it_reads_what_is_said_on_which_documents_and_until_when(office: Office, signed_in: Signed) -> None:
    made = office.served(body())
    page = words(signed_in(agent(made.organisation).user).get(ours(made)))
    assert "Alice" not in page
    assert made.answer_until is not None
    day = made.answer_until
    for said in (
        FACTS,
        "（2026）皖14行终8号",
        f"{day.year}年{day.month}月{day.day}日",
        "陈述、申辩",
        "剩余 10 个工作日",
        office.department.name,
    ):
        assert said in page, said


@pytest.mark.parametrize("state", ["proposed", "red", "scrutiny"])
def test_what_it_has_not_been_told_of_is_as_if_there_were_nothing(office: Office, signed_in: Signed, state: str) -> None:
    made = office.proposed(body(), {"proposed": "market_serious", "red": RED, "scrutiny": "scrutiny"}[state])
    danas = signed_in(agent(made.organisation).user)
    assert danas.get(ours(made)).status_code == 404
    assert danas.get(ours(made, "/letters/notice")).status_code == 404
    assert standing.of_body([made.organisation_id]) == []
    assert list(cases.of(made.organisation_id)) == []


def test_the_answer_is_kept_while_something_is_missing_and_sent_once(office: Office, signed_in: Signed) -> None:
    made = office.served(body())
    danas = signed_in(agent(made.organisation).user)
    assert asked(danas.get(ours(made, "/answer"))) == {"csrfmiddlewaretoken", "words", "hearing"}
    empty = danas.post(ours(made, "/answer"), {"words": " ", "hearing": "on"})
    assert (empty.status_code, "checked" in empty.content.decode()) == (422, True)
    assert danas.post(ours(made, "/answer/check"))["Location"] == ours(made, "/answer")
    danas.post(ours(made, "/answer"), {"words": "不是我们，联系人11010519491231002X"})
    assert "11010519491231002X" not in str([one.get_decoded() for one in Session.objects.all()])
    assert "不是我们" in danas.get(ours(made, "/answer")).content.decode()  # back and forth loses nothing
    assert danas.post(ours(made, "/answer/check")).status_code == 302
    assert danas.post(ours(made, "/answer"), {"words": "还有"})["Location"] == ours(made)
    answered = Listing.everything.get()
    assert (answered.state, answered.answer, answered.hearing_asked) == ("answered", "不是我们，联系人***", False)
    assert Entry.objects.filter(event="listing:answered").count() == 1


def test_after_the_last_day_no_answer_is_taken(office: Office, signed_in: Signed) -> None:
    made = office.served(body())
    danas = signed_in(agent(made.organisation).user)
    danas.post(ours(made, "/answer"), {"words": "不是我们"})
    Listing.everything.filter(pk=made.pk).update(answer_until=TODAY())
    assert danas.get(ours(made, "/answer")).status_code == 200  # the last day counts
    time_over(made)
    assert "/answer" not in danas.get(ours(made)).content.decode()
    assert danas.post(ours(made, "/answer/check"))["Location"] == ours(made)
    assert Listing.everything.get().state == "served"


def test_where_the_last_day_is_unknown_it_can_answer_already(office: Office, signed_in: Signed) -> None:
    made = office.served(body())
    Listing.everything.filter(pk=made.pk).update(answer_until=None)
    danas = signed_in(agent(made.organisation).user)
    assert "您现在就可以陈述、申辩" in words(danas.get(ours(made)))
    danas.post(ours(made, "/answer"), {"words": "不是我们"})
    danas.post(ours(made, "/answer/check"))
    assert Listing.everything.get().state == "answered"


def test_at_the_window_the_clerk_writes_it_down_on_a_signed_slip(office: Office, clerk: User, signed_in: Signed) -> None:
    made = office.served(body(), NO_HEARING)
    bobs = signed_in(clerk)
    assert asked(bobs.get(ours(made, "/answer"))) == {"csrfmiddlewaretoken", "words", "consent"}
    without = bobs.post(ours(made, "/answer"), {"words": "不是我们"})
    assert (without.status_code, "同意书" in words(without), "不是我们" in without.content.decode()) == (422, True, True)
    assert bobs.get(f"/desk/window/{made.organisation.uscc}/slip/listing").status_code == 200
    kept = bobs.post(ours(made, "/answer"), {"words": " ", "consent": scan("同意书.png")})
    assert (kept.status_code, "同意书.png" in words(kept)) == (422, True)
    bobs.post(ours(made, "/answer"), {"words": "不是我们"})
    assert bobs.post(ours(made, "/answer/check")).status_code == 302
    assert (Listing.everything.get().state, Consent.objects.get().purpose) == ("answered", "listing")


def test_another_body_and_a_power_that_is_over_see_nothing(office: Office, auditor: User, signed_in: Signed) -> None:
    made, other = office.served(body()), body(7, "临澜市丁有限公司")
    erins = signed_in(agent(other, name="erin").user)
    assert erins.get(ours(made)).status_code == 403
    assert erins.get(f"/ours/{other.uscc}/lists/{made.pk}").status_code == 404
    assert erins.post(f"/ours/{other.uscc}/lists/{made.pk}/answer", {"words": "x"}).status_code == 404
    gone = agent(made.organisation, name="gone", starts_on=TODAY() - timedelta(days=30), ends_on=TODAY() - timedelta(days=1))
    assert signed_in(gone.user).get(ours(made)).status_code == 403
    assert signed_in(auditor).get(ours(made)).status_code == 200
    assert signed_in(auditor).post(ours(made, "/answer"), {"words": "x"}).status_code == 403
    assert Client().get(ours(made)).status_code == 302
    assert Listing.everything.get().answer == ""


def test_of_an_entry_it_reads_reasons_the_way_out_the_earliest_day_and_the_remedies(office: Office, signed_in: Signed) -> None:
    made = office.published(body())
    page = words(signed_in(agent(made.organisation).user).get(ours(made)))
    earliest = months_after(TODAY(), 12)
    for said in (
        "事实清楚，情节严重。",
        f"自 {earliest.year}年{earliest.month}月{earliest.day}日 起",
        "如何移出名单",
        "申请行政复议",
        "与行为的性质和危害相当",
    ):
        assert said in page, said


def test_of_what_a_body_above_has_decided_it_reads_whose_decision_it_is(office: Office, signed_in: Signed) -> None:
    loaded(office.department, [body()], by=office.steward)
    made = Listing.everything.get()
    danas = signed_in(agent(made.organisation).user)
    page = words(danas.get(ours(made)))
    assert "国家税务总局安徽省税务局" in page
    assert "国税公告〔2026〕3号" in page
    assert danas.get(ours(made, "/letters/decision")).status_code == 404  # that body has written it


def test_the_cards_for_the_overview_say_what_is_open_and_what_stands(office: Office) -> None:
    about = body()
    served = office.served(about)
    assert [(one.number, one.open, one.answer_until) for one in standing.of_body([about.pk])] == [
        (served.number, True, served.answer_until)
    ]
    reminded = office.reminded(about)
    other = body(3, "临澜市丙有限公司")
    red = office.published(other, RED)
    cards = standing.of_body([about.pk, other.pk])
    assert (cards[0].number, cards[0].in_force) == (served.number, False)
    assert {(one.number, one.colour) for one in cards} == {(served.number, "black"), (reminded.number, "scrutiny"), (red.number, "red")}
    after = red.ends_on
    assert after is not None
    assert standing.of_body([other.pk], after + timedelta(days=1)) == []  # over by its date
    assert [one.url for one in cards if one.number == red.number] == [ours(red)]


def test_its_cases_stand_among_the_others(office: Office, signed_in: Signed) -> None:
    made = office.served(body())
    page = words(signed_in(agent(made.organisation).user).get(f"/ours/{made.organisation.uscc}/cases"))
    assert made.number in page
    found = list(cases.of(made.organisation_id))
    assert [(one.number, one.due_on, one.known, one.open) for one in found] == [(made.number, made.answer_until, True, True)]


def test_while_a_merge_stands_whoever_acts_for_the_body_answers_for_the_entry_that_is_shown_as_it(
    office: Office, clerk: User, signed_in: Signed
) -> None:
    entry, root = body(2, "临澜市乙有限公司"), body()
    made, more = office.served(entry), office.served(entry, NO_HEARING)
    Organisation.objects.filter(pk=entry.pk).update(merged_into=root)
    there = f"/ours/{root.uscc}/lists"
    danas = signed_in(agent(root).user)
    danas.post(f"{there}/{made.pk}/answer", {"words": "不是我们"})
    assert danas.post(f"{there}/{made.pk}/answer/check").status_code == 302
    bobs = signed_in(clerk)
    bobs.post(f"{there}/{more.pk}/answer", {"words": "不是我们", "consent": scan("同意书.png")})
    assert bobs.post(f"{there}/{more.pk}/answer/check").status_code == 302
    assert set(Listing.everything.values_list("state", flat=True)) == {"answered"}
