"""One check: three answers in kind, what each holds, and the receipt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pgtrigger
import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodstanding.checks import asking, coverage, granting, replay
from goodstanding.checks.models import Check, Grant
from goodstanding.departments.models import Department, Feed
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting
from goodstanding.ledger.models import Entry
from goodstanding.lists import disputing
from goodstanding.lists.models import Listing
from goodstanding.measures.models import Application
from goodstanding.organisations.models import CodeIssue, Identifier, Organisation
from goodstanding.records import marking
from goodstanding.records.models import Mark, Record
from goodstanding.rules.refusals import Forbidden, Refused
from tests.checks.making import ADMINISTRATOR, PURPOSE, asks, covered, granted
from tests.measures import making as measures
from tests.organisations.making import code, organisation, regno
from tests.repairs.making import NAME, record

pytestmark = pytest.mark.django_db


def ask(department: Department, *codes: str, purpose: str = PURPOSE) -> list[Check]:
    return asking.ask(codes, purpose=purpose, matter="ZB-2026-1", by=asks(department))


def why(check: Check) -> list[str]:
    return [one["code"] for one in replay.read(check)["because"]]


@pytest.fixture
def ready(market: Department, tmp_path: Path) -> Record:
    """A penalty of number 1, nothing of number 2; sources came; the department may ask."""
    shown = record(tmp_path, market)
    organisation(2, "临澜市乙有限公司")
    granted(market)
    covered(market)
    return shown


def test_three_kinds_of_answer(ready: Record, market: Department) -> None:
    found, nothing, unknown = ask(market, code(1), code(2), code(3))
    assert (found.kind, nothing.kind, unknown.kind) == ("found", "nothing", "unknown")
    said = replay.read(found)
    assert [(one["id"], one["document"]) for one in said["records"]] == [(str(ready.pk), ready.decision_no)]
    assert said["organisation"]["name"] == NAME
    assert said["conclusion"]["zh"] == "由有权机关的工作人员依法作出决定；本答复不作结论。"
    assert said["purpose"]["basis_cited"]["zh"].endswith("第十八条")
    empty = replay.read(nothing)
    assert (empty["records"], empty["records_total"], empty["entries"]) == ([], 0, [])
    assert "来源更新至" in empty["said"]["zh"]
    assert {(one["kind"], one["state"]) for one in empty["coverage"]["sources"]} == {("permit", "in_time"), ("penalty", "in_time")}
    assert why(unknown) == ["nobody"]
    assert replay.read(unknown)["records"] is None


def test_the_receipt_says_who_what_for_and_on_what_basis(ready: Record, market: Department) -> None:
    (made,) = ask(market, f" {code(1).lower()} ")
    kept = Check.objects.get()
    assert (kept.pk, kept.code, kept.purpose, kept.basis, kept.matter) == (made.pk, code(1), PURPOSE, "tendering-law:18", "ZB-2026-1")
    assert (kept.department, kept.label, kept.organisation_id) == (market, asks(market).label, ready.organisation_id)
    assert re.fullmatch(r"HC\d{4}-\d{6}", kept.number)
    assert kept.pk.version == 7
    assert replay.content(kept) == replay.content(made)
    assert replay.read(kept)["receipt"]["id"] == str(made.pk)


def test_the_bytes_are_the_same_after_everything_has_changed(ready: Record, market: Department) -> None:
    (made,) = ask(market, code(1))
    before = replay.content(made)
    marking.mark({ready.pk: []}, kind="objection", case=uuid4(), number="YY2026-1", words="不是我们", by=SYSTEM)
    Organisation.objects.update(name="改名")
    assert replay.content(Check.objects.get(pk=made.pk)) == before


def test_a_batch_is_answered_in_its_order_with_few_statements(
    ready: Record, market: Department, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [code(1), code(2)] * 200
    ask(market, code(1))
    with django_assert_max_num_queries(6):
        made = ask(market, *codes)
    assert [one.kind for one in made] == ["found", "nothing"] * 200
    assert [one.code for one in Check.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")] == codes
    assert len({one.number for one in made}) == 400


@pytest.mark.parametrize("codes", [[], ["x"] * 1001, [""], ["9" * 61]])
def test_what_cannot_be_asked(ready: Record, market: Department, codes: list[str]) -> None:
    with pytest.raises(Refused):
        ask(market, *codes)
    assert not Check.objects.exists()


def test_a_persons_number_is_neither_looked_for_nor_kept(ready: Record, market: Department) -> None:
    (made,) = ask(market, "11010519491231002X")
    assert (made.kind, why(made)) == ("unknown", ["person"])
    assert b"11010519491231002X" not in replay.content(made)
    assert "11010519491231002X" not in str(list(Check.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_nobody_is_answered_without_a_grant_in_force(ready: Record, market: Department, environment: Department) -> None:
    before = Entry.objects.filter(event="access:refused", subject="checks.purpose").count()
    with pytest.raises(Forbidden) as refused:
        ask(environment, code(1))
    assert refused.value.code == "PURPOSE_NOT_GRANTED"
    with pytest.raises(Forbidden):
        ask(market, code(1), purpose="permit")
    granting.end(Grant.objects.get(), because="不再需要", by=ADMINISTRATOR)
    with pytest.raises(Forbidden):
        ask(market, code(1))
    assert not Check.objects.exists()
    assert Entry.objects.filter(event="access:refused", subject="checks.purpose").count() - before == 3


def test_a_repealed_basis_ends_the_purpose(ready: Record, market: Department) -> None:
    halting.halt(said("tendering-law"), by=SYSTEM)
    with pytest.raises(Forbidden) as refused:
        ask(market, code(1))
    assert refused.value.code == "BASIS_NOT_IN_FORCE"
    assert not Check.objects.exists()


def said(law: str) -> halting.Said:
    return halting.Said(target="law", code=law, kind="repealed", document="国令第1号", words="废止", since=timezone.localdate())


def test_a_source_that_never_came_makes_nothing_unknown(ready: Record, market: Department, environment: Department) -> None:
    covered(environment, "penalty", came=False)
    found, other = ask(market, code(1), code(2))
    assert (found.kind, why(found)) == ("found", ["late", "incomplete"])
    assert (other.kind, why(other)[0]) == ("unknown", "never")
    assert replay.read(other)["records"] is None


def test_a_kind_nobody_hands_in_makes_nothing_unknown(ready: Record, market: Department) -> None:
    Feed.objects.filter(kind="permit").delete()
    (other,) = ask(market, code(2))
    assert (other.kind, why(other)) == ("unknown", ["never"])
    assert [one["kind"] for one in replay.read(other)["coverage"]["missing"]] == ["permit"]


def test_a_source_twelve_days_late_is_said_beside_the_kind(ready: Record, market: Department) -> None:
    day = timezone.localdate() + timedelta(days=19)
    late = coverage.read(asking.purposes.find(PURPOSE), day)
    assert (late.late, late.never, late.said["complete"]) == (True, False, False)
    Feed.objects.update(every_days=1)
    with pgtrigger.ignore():  # as if it had come twelve days ago
        Entry.objects.filter(event="submission:entered").update(at=timezone.now() - timedelta(days=12))
    (other,) = ask(market, code(2))
    assert (other.kind, why(other)) == ("nothing", ["late"])
    assert {one["state"] for one in replay.read(other)["coverage"]["sources"]} == {"late"}
    assert replay.read(other)["coverage"]["current_to"] == (timezone.localdate() - timedelta(days=12)).isoformat()


def test_other_codes_of_the_same_body(ready: Record, market: Department) -> None:
    body = ready.organisation
    Identifier.objects.create(organisation=body, kind="regno", value=regno(1), source="test")
    Identifier.objects.create(organisation=body, kind="uscc", value=code(9), valid_until=timezone.localdate(), source="test")
    older, former = ask(market, regno(1), code(9))
    assert [one["code"] for one in replay.read(older)["notes"]] == ["older_kind"]
    assert [one["code"] for one in replay.read(former)["notes"]] == ["former"]
    assert older.organisation_id == former.organisation_id == body.pk
    assert (older.kind, former.kind) == ("found", "found")


def test_a_merged_entry_is_answered_as_the_body_it_is_shown_as(ready: Record, market: Department) -> None:
    Organisation.objects.filter(uscc=code(1)).update(merged_into=Organisation.objects.get(uscc=code(2)))
    mine, theirs = ask(market, code(1), code(2))
    assert {one.organisation_id for one in (mine, theirs)} == {Organisation.objects.get(uscc=code(2)).pk}
    assert [len(replay.read(one)["records"]) for one in (mine, theirs)] == [1, 1]
    assert [one["code"] for one in replay.read(mine)["notes"]] == ["merged"]


@pytest.mark.parametrize(("kind", "of_the_first"), [("shared", "unknown"), ("several", "found"), ("wrong", "found")])
def test_a_doubted_code_is_never_nothing(ready: Record, market: Department, kind: str, of_the_first: str) -> None:
    for number in (1, 2):
        CodeIssue.objects.create(kind=kind, code=code(number), organisation=Organisation.objects.get(uscc=code(number)), found_in="test")
    found, other = ask(market, code(1), code(2))
    assert (found.kind, other.kind) == (of_the_first, "unknown")


def test_an_ambiguous_code_is_unknown(ready: Record, market: Department) -> None:
    first, second = Organisation.objects.order_by("pk")
    for body, begin, end in ((first, None, timezone.localdate()), (second, timezone.localdate(), None)):
        Identifier.objects.create(organisation=body, kind="regno", value=regno(7), valid_from=begin, valid_until=end, source="test")
    (other,) = ask(market, regno(7))
    assert (other.kind, why(other), other.organisation_id) == ("unknown", ["ambiguous"], None)


def test_marks_and_the_subjects_own_words(ready: Record, market: Department) -> None:
    marking.mark({ready.pk: ["CF_FKJE"]}, kind="objection", case=uuid4(), number="YY2026-7", words="金额有误", by=SYSTEM)
    (found,) = ask(market, code(1))
    answer = replay.read(found)
    assert answer["disputed"]
    assert [(one["case"], one["words"]) for one in answer["records"][0]["marks"]] == [("YY2026-7", "金额有误")]


def test_entries_and_the_measures_they_may_carry(market: Department) -> None:
    office = measures.office(market)
    adoption = measures.adopted(office, measures.ON_LIST)
    entry = measures.listed(measures.body(), market)
    granted(market, "honours")
    covered(market)
    assert ask(market, code(1), purpose="honours")[0].kind == "nothing"  # decided, not published
    Listing.everything.filter(pk=entry.pk).update(
        state="published", published_at=timezone.now(), publication="依法公布", published_by="test"
    )
    (found,) = ask(market, code(1), purpose="honours")
    answer = replay.read(found)
    assert [(one["number"], one["colour"]) for one in answer["entries"]] == [(entry.number, "black")]
    (may,) = answer["measures"]["may_apply"]
    assert (may["adoption"], may["rests_on"], may["body"]["zh"]) == (adoption.number, [str(entry.pk)], market.name)
    assert may["basis"]
    disputing.dispute(entry, case=uuid4(), number="YY2026-9", by=SYSTEM, words="不服")
    assert replay.read(ask(market, code(1), purpose="honours")[0])["entries"][0]["marks"][0]["words"] == "不服"
    halting.halt(replace(said("x"), target="measure", code=measures.ON_LIST, kind="suspended"), by=SYSTEM)
    assert replay.read(ask(market, code(1), purpose="honours")[0])["measures"]["may_apply"] == []


def test_a_measure_in_force_is_in_the_answer_for_its_purpose_alone(market: Department) -> None:
    case = measures.applied(market)
    kind = asking.purposes.rules().measures[case.application.kind_id]
    named = next(one for one in kind.purposes if one != "own_record")
    granted(market, named, "procurement")
    covered(market)
    (found,) = ask(market, code(1), purpose=named)
    assert [one["number"] for one in replay.read(found)["measures"]["applied"]] == [Application.everything.get().number]
    if "procurement" not in kind.purposes:
        assert ask(market, code(1), purpose="procurement")[0].kind == "nothing"


def test_a_contested_penalty_carries_no_restriction(market: Department, tmp_path: Path) -> None:
    made = record(tmp_path, market, months=4)
    measures.adopted(measures.office(market), "procurement_ban")
    granted(market, "procurement")
    covered(market)
    (found,) = ask(market, code(1), purpose="procurement")
    assert [one["rests_on"] for one in replay.read(found)["measures"]["may_apply"]] == [[str(made.pk)]]
    Mark.objects.create(record=made, kind="lawsuit", case=uuid4(), number="（2026）皖行初1号")
    assert replay.read(ask(market, code(1), purpose="procurement")[0])["measures"]["may_apply"] == []


def test_key_scrutiny_is_in_no_answer(market: Department) -> None:
    measures.install()
    measures.listed(measures.body(), market, "scrutiny", state="reminded")
    granted(market, "supervision")
    covered(market)
    (other,) = ask(market, code(1), purpose="supervision")
    assert other.kind == "nothing"
    assert "scrutiny" not in replay.content(other).decode()
