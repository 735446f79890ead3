"""From the catalogue to a measure in force and to its end: adopted by two, told, heard, decided by another, over by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Kind as List
from goodstanding.measures import adopting, answering, beginning, catalogue, conditions, deciding, ending, installing, notifying, standing
from goodstanding.measures.models import Adoption, Application, Kind
from goodstanding.notices.models import Notice
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from goodstanding.rules.terms import months_after
from tests.measures import making
from tests.measures.making import BLACK, INCENTIVE, ON_LIST, ON_RECORDS, RED

pytestmark = pytest.mark.django_db


def refused(deed: Callable[[], object]) -> str:
    """The code it is refused with."""
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value.code


def test_a_department_adopts_a_measure_by_two_people(market: Department) -> None:
    office = making.office(market)
    proposal = making.proposed(office)
    said = adopting.Decision(number="临市监〔2026〕1号", reasons="依法采用")
    assert not Adoption.everything.in_force().exists()
    assert refused(lambda: adopting.adopt(proposal, said, by=office.steward)) == "NOT_ALLOWED"
    adopting.adopt(proposal, said, by=office.head)
    assert list(Adoption.everything.in_force()) == [proposal]
    assert (proposal.basis, proposal.adopted_on) == (proposal.kind.basis, timezone.localdate())
    assert [one.event for one in Entry.objects.filter(event__startswith="measure:").order_by("id")] == [
        "measure:proposed",
        "measure:adopted",
    ]


def test_a_head_does_not_adopt_what_he_has_proposed(market: Department) -> None:
    office = making.office(market)
    mine = adopting.propose(
        adopting.Proposal(kind=ON_LIST, acts="办公室", matters="评先", because="需要", review_on=months_after(timezone.localdate(), 3)),
        market,
        by=office.head,
    )
    assert refused(lambda: adopting.adopt(mine, adopting.Decision(number="1", reasons="采用"), by=office.head)) == "MEASURE_OWN"


def test_an_adoption_ends_itself_on_its_review_day(market: Department) -> None:
    office = making.office(market)
    taken = making.adopted(office, review_on=timezone.localdate() + timedelta(days=5))
    assert Adoption.everything.in_force(taken.review_on).exists()
    assert not Adoption.everything.in_force(taken.review_on + timedelta(days=1)).exists()
    late = months_after(timezone.localdate(), (taken.kind.review_months or 0) + 1)
    assert refused(lambda: making.proposed(office, review_on=late)) == "REVIEW_ON"


def test_renewing_leaves_what_was_applied(market: Department) -> None:
    case = making.applied(market)
    again = making.adopted(case.office)
    case.adoption.refresh_from_db()
    assert (case.adoption.state, case.adoption.ended_because) == ("ended", "renewed")
    assert again.state == "adopted"
    assert Application.everything.in_force().exists()
    ending.end_adoption(again, "停用", by=case.office.head)
    assert not Application.everything.in_force().exists()


def test_a_case_in_hand_goes_on_when_the_measure_is_renewed(market: Department) -> None:
    case = making.case(market)
    making.adopted(case.office)
    making.notified(case.office, case.application)
    answering.answer(case.application, "已整改", by=case.agent.standing)
    deciding.decide(case.application, making.decision(case.application), by=case.office.head)
    assert Application.everything.in_force().get() == case.application


def test_what_the_catalogue_no_longer_names_is_out_of_use(market: Department) -> None:
    case = making.applied(market)
    known = catalogue.rules()
    fewer = replace(known, measures={code: one for code, one in known.measures.items() if code != ON_LIST})
    installing.install(fewer, 60)
    assert not Application.everything.in_force().exists()
    assert standing.why_not(Application.everything.get()) is not None
    installing.install(known, 60)
    assert Application.everything.in_force().get() == case.application


def test_one_proposal_at_a_time(market: Department) -> None:
    office = making.office(market)
    there = making.proposed(office)
    with pytest.raises(Conflict, match=there.number):
        making.proposed(office)
    adopting.decline(there, "暂不需要", by=office.head)
    assert making.proposed(office).state == "proposed"


def test_a_restriction_from_notice_to_decision(market: Department) -> None:
    case = making.case(market)
    one = case.application
    assert refused(lambda: deciding.decide(one, making.decision(one), by=case.office.head)) == "STATE_CHANGED"
    making.notified(case.office, one)
    assert one.answer_until is not None
    assert Notice.objects.filter(user=case.agent.user, key="measures.told.notified").exists()
    assert not standing.of_body(one.organisation_id)
    assert refused(lambda: deciding.decide(one, making.decision(one), by=case.office.head)) == "TOO_EARLY"
    answering.answer(one, "已经整改，请予从轻。身份证 110101199003078515", by=case.agent.standing)
    assert "199003078515" not in one.answer
    assert refused(lambda: deciding.decide(one, making.decision(one, weighed=""), by=case.office.head)) == "WEIGHED_MISSING"
    deciding.decide(one, making.decision(one), by=case.office.head)
    assert standing.of_body(one.organisation_id) == [one]
    assert case.listing is not None
    assert one.ends_on is not None
    assert case.listing.ends_on is not None
    assert one.ends_on <= case.listing.ends_on
    assert one.basis == one.kind.basis
    events = [entry.event for entry in Entry.objects.filter(event__startswith="application:").order_by("id")]
    assert events == ["application:proposed", "application:notified", "application:answered", "application:applied"]
    assert Notice.objects.filter(user=case.agent.user, key="measures.told.applied").exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"minor": None}, "MINOR_UNANSWERED"),
        ({"minor_words": " "}, "MINOR_UNANSWERED"),
        ({"minor": True}, "MINOR_AND_CORRECTED"),
        ({"weight": "medium"}, "TOO_HEAVY"),
        ({"weight": "none"}, "TOO_HEAVY"),
        ({"proportion": ""}, "PROPORTION_MISSING"),
        ({"number": ""}, "DECISION_INCOMPLETE"),
        ({"reasons": ""}, "DECISION_INCOMPLETE"),
    ],
)
def test_what_a_decision_must_say(market: Department, changed: dict[str, object], code: str) -> None:
    case = making.case(market)
    making.notified(case.office, case.application)
    answering.answer(case.application, "已整改", by=case.agent.standing)
    said = making.decision(case.application, **changed)
    assert refused(lambda: deciding.decide(case.application, said, by=case.office.head)) == code
    assert not Application.everything.filter(state="applied").exists()


def test_no_longer_than_the_measure_and_the_entry(market: Department) -> None:
    case = making.case(market)
    making.notified(case.office, case.application)
    answering.answer(case.application, "已整改", by=case.agent.standing)
    today = timezone.localdate()
    last = deciding.latest(case.application, today)
    assert last == months_after(today, 12)
    for wrong in ({"ends_on": last + timedelta(days=1)}, {"starts_on": today - timedelta(days=1)}, {"ends_on": today - timedelta(days=1)}):
        said = making.decision(case.application, **wrong)
        assert refused(lambda said=said: deciding.decide(case.application, said, by=case.office.head)) == "TERM_TOO_LONG"


def test_nobody_is_told_of_a_measure_whose_entry_no_longer_stands(market: Department) -> None:
    case = making.case(market)
    List.objects.filter(pk=BLACK).update(until=timezone.localdate() - timedelta(days=1))
    told = lambda: notifying.notify(case.application, how="direct", on=timezone.localdate(), by=case.office.steward)  # noqa: E731
    assert refused(told) == "ENTRY_NOT_STANDING"
    case.application.refresh_from_db()
    assert (case.application.state, case.application.notified_on) == ("proposed", None)


def test_the_entry_s_own_end_binds(market: Department) -> None:
    office = making.office(market)
    taken, whom = making.adopted(office), making.body()
    ends = timezone.localdate() + timedelta(days=20)
    one = making.begun(office, taken, whom, listing=making.listed(whom, market, ends_on=ends))
    assert deciding.latest(one, timezone.localdate()) == ends


def test_an_answer_after_the_time_is_refused(market: Department) -> None:
    case = making.case(market)
    making.notified(case.office, case.application)
    yesterday = timezone.localdate() - timedelta(days=1)
    Application.everything.filter(pk=case.application.pk).update(answer_until=yesterday)
    case.application.refresh_from_db()
    assert refused(lambda: answering.answer(case.application, "晚了", by=case.agent.standing)) == "ANSWER_LATE"
    deciding.decide(case.application, making.decision(case.application), by=case.office.head)
    assert case.application.state == "applied"


def test_without_a_calendar_nothing_is_decided(market: Department) -> None:
    case = making.case(market)
    making.notified(case.office, case.application)
    Application.everything.filter(pk=case.application.pk).update(answer_until=None)
    case.application.refresh_from_db()
    said = making.decision(case.application)
    assert refused(lambda: deciding.decide(case.application, said, by=case.office.head)) == "ANSWER_UNKNOWN"


def test_an_incentive_needs_no_notice_but_a_decision_by_another(market: Department) -> None:
    case = making.case(market, INCENTIVE)
    one = case.application
    assert refused(lambda: notifying.notify(one, how="direct", on=timezone.localdate(), by=case.office.steward)) == "NO_NOTICE_NEEDED"
    assert refused(lambda: deciding.decide(one, making.decision(one), by=case.office.steward)) == "NOT_ALLOWED"
    deciding.decide(one, making.decision(one), by=case.office.head)
    assert Application.everything.in_force().get() == one


def test_a_scrutiny_entry_carries_nothing(market: Department) -> None:
    office = making.office(market)
    whom = making.body()
    reminded = making.listed(whom, market, "scrutiny", state="reminded", served_on=None)
    for kind in Kind.objects.all():
        assert reminded.kind_id not in kind.lists
        assert reminded not in conditions.entries(kind, whom.pk)
    taken = making.adopted(office)
    assert refused(lambda: making.begun(office, taken, whom, listing=reminded)) == "ENTRY_NOT_STANDING"


def test_a_red_entry_carries_no_restriction_and_a_black_one_no_incentive(market: Department) -> None:
    office = making.office(market)
    whom = making.body()
    red, black = making.listed(whom, market, RED), making.listed(making.body(2), market)
    restriction, incentive = making.adopted(office), making.adopted(office, INCENTIVE)
    assert refused(lambda: making.begun(office, restriction, whom, listing=red)) == "ENTRY_NOT_STANDING"
    assert refused(lambda: making.begun(office, incentive, making.body(2), listing=black)) == "ENTRY_NOT_STANDING"


def test_another_s_entry_carries_nothing(market: Department) -> None:
    office = making.office(market)
    entry = making.listed(making.body(2), market)
    assert refused(lambda: making.begun(office, making.adopted(office), making.body(), listing=entry)) == "ENTRY_NOT_STANDING"


def test_only_final_records_carry_a_restriction(tmp_path: Path, market: Department) -> None:
    office = making.office(market)
    taken = making.adopted(office, ON_RECORDS)
    young, old = making.penalised(tmp_path / "a", market, months=1), making.penalised(tmp_path / "b", market)
    assert conditions.documents(taken.kind, old.organisation_id) == [old]
    assert refused(lambda: making.begun(office, taken, old.organisation, records=(young, old))) == "RECORD_NOT_FINAL"
    assert making.begun(office, taken, old.organisation, records=(old,)).rests.count() == 1


def test_the_department_ends_and_drops_with_a_reason(market: Department) -> None:
    case = making.applied(market)
    assert refused(lambda: ending.end(case.application, " ", by=case.office.steward)) == "REASONS_MISSING"
    ending.end(case.application, "已整改到位", by=case.office.steward)
    assert (case.application.state, case.application.ended_because) == ("ended", "department")
    assert not Application.everything.in_force().exists()
    assert Notice.objects.filter(user=case.agent.user, key="measures.told.ended").exists()
    again = making.begun(case.office, case.adoption, case.agent.organisation, listing=case.listing)
    ending.drop(again, "不再需要", by=case.office.head)
    assert again.state == "dropped"


def test_ending_an_adoption_ends_what_was_applied(market: Department) -> None:
    case = making.applied(market)
    assert ending.end_adoption(case.adoption, "职责调整", by=case.office.head) == 1
    case.application.refresh_from_db()
    assert (case.application.state, case.application.ended_because) == ("ended", "measure")
    assert refused(lambda: making.begun(case.office, case.adoption, case.agent.organisation, listing=case.listing)) == "NOT_ADOPTED"


def test_another_department_applies_nothing_of_this_one(market: Department, environment: Department) -> None:
    office, other = making.office(market), making.office(environment)
    taken = making.adopted(office)
    said = beginning.Proposal(organisation=making.body(), grounds="x", related="y", listing=making.listed(making.body(), market).pk)
    with pytest.raises(Forbidden):
        beginning.propose(taken, said, by=other.steward)
