"""What each deed does, to the case, to the records and to who is told."""

from __future__ import annotations

from datetime import date

import pytest

from goodstanding.ledger.models import Entry
from goodstanding.objections import answering, deciding, remedies
from goodstanding.objections.deciding import Decision, Part
from goodstanding.objections.models import Objection
from goodstanding.records.models import Correction, Ending, Mark, Record, Suspension
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.objections import making
from tests.objections.making import Town

pytestmark = pytest.mark.django_db


def decision(case: Objection, outcome: str, values: dict[str, str] | None = None, basis: str = "own") -> Decision:
    return Decision(
        parts={item.pk: Part(outcome=outcome, values=values or {}) for item in case.items.all()},
        reasons="经核对决定书，罚款金额为0.1万元。",
        basis=basis,
    )


def test_acceptance_marks_every_record_with_the_organisations_words_and_no_persons_number(town: Town) -> None:
    case = making.filed(town, records=town.records)
    assert Mark.objects.count() == 0
    assert case.number.startswith("YY")
    case_before = case.step_on
    making.accepting.accept(case, by=town.clerk)
    marks = Mark.objects.filter(case=case.pk, lifted_at=None)
    assert {one.record_id for one in marks} == {one.pk for one in town.records}
    assert all(one.fields == ["CF_NR_FK"] and "13800138000" not in one.words and "罚款金额" in one.words for one in marks)
    assert case_before is not None
    assert case.due_on is not None
    with pytest.raises(Conflict):
        making.accepting.accept(case, by=town.clerk)


def test_an_upheld_objection_corrects_the_record_and_lifts_all(town: Town) -> None:
    case, asked = making.answered(town, "corrects", {town.record.pk: {"CF_NR_FK": "0.1"}})
    assert case.state == "answered"
    deciding.decide(case, decision(case, "correct", {"CF_NR_FK": "0.1"}), by=town.clerk)
    assert (case.state, case.outcome, case.closed_at is not None) == ("decided", "upheld", True)
    assert Correction.objects.get().changes["CF_NR_FK"] == ["0.2", "0.1"]
    assert not Mark.objects.filter(lifted_at=None).exists()
    assert not Suspension.objects.filter(lifted_at=None).exists()
    assert Record.public.filter(pk=town.record.pk).exists()
    assert Entry.objects.filter(event="objection:decided").count() == 1
    assert asked.evidence.count() == 1


def test_an_upheld_objection_ends_the_record(town: Town) -> None:
    case, _ = making.answered(town, "withdraws")
    deciding.decide(case, decision(case, "end", basis="civil-code:1029"), by=town.clerk)
    assert Ending.objects.get().because == "objection"
    assert not Record.public.filter(pk=town.record.pk).exists()
    assert case.items.get().outcome == "end"


def test_a_rejected_objection_leaves_the_record(town: Town) -> None:
    case, _ = making.answered(town)
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    assert case.outcome == "rejected"
    assert remedies.until(case, remedies.REVIEW) == date(2031, 5, 2)
    assert Record.public.filter(pk=town.record.pk).exists()


def test_not_us_is_taken_back_without_asking_the_source(town: Town) -> None:
    case = making.accepted(town, ground="not_us", fields={"CF_XDR_MC": ""})
    deciding.decide(case, decision(case, "take_back"), by=town.clerk)
    town.record.refresh_from_db()
    assert town.record.taken_back


def test_what_the_source_said_is_not_decided_without_asking_it(town: Town) -> None:
    case = making.accepted(town)
    with pytest.raises(Conflict, match="FORWARD_FIRST"):
        deciding.decide(case, decision(case, "correct", {"CF_NR_FK": "0.1"}), by=town.clerk)
    case.refresh_from_db()
    assert case.state == "accepted"
    assert Mark.objects.filter(lifted_at=None).count() == 1


def test_whoever_answered_for_the_source_does_not_decide(town: Town) -> None:
    case, asked = making.forwarded(town)
    answering.answer(asked, answering.Answer(answer="confirms", words="属实", document=making.upload()), by=town.clerk)
    case.refresh_from_db()
    with pytest.raises(Conflict, match="ANSWERED_ONESELF"):
        deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    deciding.decide(case, decision(case, "nothing"), by=town.other)


def test_cannot_verify_hides_at_once_and_goes_against_the_source(town: Town) -> None:
    case, _ = making.answered(town, "cannot_verify")
    assert not Record.public.filter(pk=town.record.pk).exists()
    with pytest.raises(Refused, match="AGAINST_SOURCE"):
        deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    deciding.decide(case, decision(case, "end"), by=town.clerk)


def test_roles_are_held_to_their_own(town: Town) -> None:
    case = making.filed(town)
    for by in (town.steward, town.director, town.alice):
        with pytest.raises(Forbidden):
            making.accepting.accept(case, by=by)
