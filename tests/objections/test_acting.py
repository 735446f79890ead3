"""Extension, pause, withdrawal, return, refusal, and what ends for another reason: each with the records' days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goodstanding.departments.standing import SYSTEM
from goodstanding.notices.models import Notice
from goodstanding.objections import answering, deciding, extending, inbox, pausing, refusing, returning, unknown_deadlines, withdrawing
from goodstanding.objections.models import Inquiry, Objection
from goodstanding.records import ending, undoing
from goodstanding.records.models import Mark, Record, Suspension
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.objections import making
from tests.objections.making import Day, Town
from tests.objections.test_verbs import decision

pytestmark = pytest.mark.django_db


def silent_from() -> list[date]:
    return list(Suspension.objects.filter(lifted_at=None, because="silent_source").values_list("since", flat=True))


def test_the_director_extends_once_and_only_in_time(town: Town, on: Day) -> None:
    case, asked = making.forwarded(town)
    assert (case.due_on, asked.due_on, silent_from()) == (date(2031, 3, 12), date(2031, 3, 6), [date(2031, 3, 7)])
    with pytest.raises(Forbidden):
        extending.extend(case, because="案情复杂", by=town.clerk)
    extending.extend(case, because="案情复杂", by=town.director)
    assert (case.due_on, case.extended_by, silent_from()) == (date(2031, 3, 17), town.director.label, [date(2031, 3, 7)])
    with pytest.raises(Conflict, match="EXTENDED_ALREADY"):
        extending.extend(case, because="再延长", by=town.director)
    other = making.accepted(town, records=[town.records[1]])
    on(date(2031, 3, 20))
    with pytest.raises(Conflict, match="EXTENSION_TOO_LATE"):
        extending.extend(other, because="案情复杂", by=town.director)


def test_without_an_extension_in_the_profile_there_is_none(town: Town, settings: object) -> None:
    settings.OBJECTION_PROFILE = "henan"  # type: ignore[attr-defined]
    case = making.accepted(town)
    with pytest.raises(Refused, match="NO_EXTENSION"):
        extending.extend(case, because="案情复杂", by=town.director)


def test_a_pause_moves_every_day_and_the_records_with_it(town: Town, on: Day) -> None:
    case, asked = making.forwarded(town)
    on(date(2031, 3, 5))
    pausing.pause(case, because="委托检验机构复检", by=town.clerk)
    assert silent_from() == []
    on(date(2031, 3, 20))
    assert Record.public.filter(pk=town.record.pk).exists()
    pausing.resume(case, by=town.clerk)
    asked.refresh_from_db()
    # The 4th counted; the pause took the 5th to the 19th; then the 20th and 21st are the second and third day.
    assert (asked.due_on, case.due_on, silent_from()) == (date(2031, 3, 21), date(2031, 3, 27), [date(2031, 3, 22)])
    with pytest.raises(Conflict):
        pausing.resume(case, by=town.clerk)


def test_profiles_whose_law_knows_no_pause_refuse_one(town: Town, settings: object) -> None:
    settings.OBJECTION_PROFILE = "shanghai"  # type: ignore[attr-defined]
    case = making.accepted(town)
    with pytest.raises(Refused, match="NO_PAUSE"):
        pausing.pause(case, because="复检", by=town.clerk)


def test_the_organisation_withdraws_and_nothing_stays(town: Town) -> None:
    case, asked = making.forwarded(town)
    withdrawing.withdraw(case, by=town.alice)
    asked.refresh_from_db()
    assert (case.state, asked.state) == ("withdrawn", "closed")
    assert not Mark.objects.filter(lifted_at=None).exists()
    assert silent_from() == []
    with pytest.raises(Conflict):
        answering.answer(asked, answering.Answer(answer="confirms", words="属实", document=making.upload()), by=town.steward)


def test_a_returned_answer_begins_a_new_term(town: Town, on: Day) -> None:
    case, asked = making.answered(town)
    assert silent_from() == []
    on(date(2031, 3, 5))
    returning.give_back(asked, because="未附决定书原件", by=town.clerk)
    case.refresh_from_db()
    assert (case.state, asked.due_on, silent_from()) == ("forwarded", date(2031, 3, 10), [date(2031, 3, 11)])
    answering.answer(asked, answering.Answer(answer="confirms", words="已附", document=making.upload()), by=town.head)
    assert silent_from() == []


def test_refused_with_reasons_and_never_marked(town: Town) -> None:
    case = making.filed(town)
    with pytest.raises(Refused, match="REASON_MISSING"):
        refusing.refuse(case, because=" ", by=town.clerk)
    refusing.refuse(case, because="不属于公示信息", by=town.clerk)
    assert (case.state, case.reasons, Mark.objects.count()) == ("refused", "不属于公示信息", 0)
    assert Notice.objects.filter(user=town.users["alice"], key="objections.told.refused").exists()


def test_a_record_that_was_another_organisations_settles_its_part_too(town: Town) -> None:
    case, _ = making.forwarded(town)
    undoing.take_off(town.record, by=town.clerk, because="处罚的是另一主体")
    assert case.items.get().outcome == "otherwise"
    assert Notice.objects.filter(user=town.users["clerk"], key="objections.told.otherwise").exists()


def test_a_record_that_ends_otherwise_settles_its_part_and_the_case_says_so(town: Town) -> None:
    case, _ = making.forwarded(town)
    reason = ending.Reason(because="annulled", basis="penalty-law:48", words="经复议撤销")
    ending.end([town.record.pk], reason=reason, by=town.steward)
    assert case.items.get().outcome == "otherwise"
    assert Notice.objects.filter(user=town.users["clerk"], key="objections.told.otherwise").exists()
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    assert (case.state, case.outcome) == ("decided", "moot")
    assert not Mark.objects.filter(lifted_at=None).exists()


def test_two_cases_over_one_record_are_refused(town: Town) -> None:
    first = making.filed(town)
    with pytest.raises(Conflict, match=first.number):
        making.filed(town)


def test_another_bodys_record_is_refused(town: Town) -> None:
    other = Record.everything.get(pk=town.records[1].pk)
    ending.end([other.pk], reason=ending.Reason(because="withdrawn", basis="own"), by=town.steward)
    with pytest.raises(Conflict, match="RECORD_NOT_OURS"):
        making.filed(town, records=[other])


def test_an_unknown_year_sets_no_day_raises_an_alarm_and_is_filled_when_it_is_known(town: Town, on: Day) -> None:
    from goodstanding.clocks.models import WorkdayYear  # noqa: PLC0415

    on(date(2031, 12, 30))
    case, asked = making.forwarded(town)
    assert (case.due_on, asked.due_on, silent_from()) == (None, None, [])
    tasks = list(inbox.waiting(SYSTEM))
    assert {(one.subject, one.known) for one in tasks} == {("objections.objection", False), ("objections.inquiry", False)}
    on(date(2032, 1, 5))
    assert Record.public.filter(pk=town.record.pk).exists()
    WorkdayYear.objects.create(year=2032, off=[date(2032, 1, 1)], worked=[], source="test", set_by="test")
    assert unknown_deadlines.recompute() == 1
    asked.refresh_from_db()
    case.refresh_from_db()
    assert (asked.due_on, case.due_on, silent_from()) == (date(2032, 1, 5), date(2032, 1, 9), [date(2032, 1, 6)])
    assert unknown_deadlines.recompute() == 0


def test_a_case_over_two_sources_waits_for_both(town: Town, environment: object) -> None:
    second = making.enter(environment, [making.penalty(1, CF_WSH="甘环罚〔2026〕9号", CF_JDRQ="2031/02/03")], town.steward)  # type: ignore[arg-type]
    case = making.accepted(town, records=[town.record, second[0]])
    making.forwarding.forward(case, by=town.clerk)
    assert Inquiry.objects.filter(objection=case).count() == 2
    mine = Inquiry.objects.get(objection=case, department=town.department)
    with pytest.raises(Forbidden):
        answering.answer(
            Inquiry.objects.get(objection=case, department=environment), answering.Answer(answer="confirms", words="属实"), by=town.steward
        )
    answering.answer(mine, answering.Answer(answer="confirms", words="属实", document=making.upload()), by=town.steward)
    assert Objection.objects.get(pk=case.pk).state == "forwarded"
    with pytest.raises(Conflict, match="TOO_EARLY"):
        deciding.decide(Objection.objects.get(pk=case.pk), decision(case, "end"), by=town.clerk)


@pytest.mark.parametrize(
    ("profile", "whole", "source"),
    [
        ("strict", date(2031, 3, 12), date(2031, 3, 6)),
        ("shanghai", date(2031, 3, 10), date(2031, 3, 10)),
        ("shenzhen", date(2031, 3, 5), date(2031, 3, 5)),
        ("zhejiang", date(2031, 3, 10), date(2031, 3, 10)),
        ("shandong", date(2031, 3, 12), date(2031, 3, 12)),
        ("henan", date(2031, 3, 12), date(2031, 3, 6)),
        ("credit_industry", date(2031, 3, 24), date(2031, 3, 24)),
    ],
)
def test_every_profile_sets_its_days_and_the_day_of_silence(town: Town, settings: object, profile: str, whole: date, source: date) -> None:
    settings.OBJECTION_PROFILE = profile  # type: ignore[attr-defined]
    case, asked = making.forwarded(town)
    assert (case.due_on, asked.due_on, silent_from()) == (whole, source, [source + timedelta(days=1)])


def test_a_case_keeps_the_profile_it_was_filed_under(town: Town, settings: object) -> None:
    case = making.filed(town)
    settings.OBJECTION_PROFILE = "shenzhen"  # type: ignore[attr-defined]
    making.accepting.accept(case, by=town.clerk)
    assert (case.profile, case.due_on) == ("strict", date(2031, 3, 12))


def test_a_servers_clock_set_back_breaks_no_pause(town: Town, on: Day) -> None:
    case, _ = making.forwarded(town)
    on(date(2031, 3, 5))
    pausing.pause(case, because="复检", by=town.clerk)
    on(date(2031, 3, 4))
    pausing.resume(case, by=town.clerk)
    assert (case.due_on, silent_from()) == (date(2031, 3, 12), [date(2031, 3, 7)])
