"""A measure never outlives what it rests on: record, entry, law, the measure itself, in one transaction or by the dates."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pgtrigger
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting
from goodstanding.laws.lifting import lift
from goodstanding.laws.models import Halt
from goodstanding.ledger.models import Entry
from goodstanding.lists import disputing
from goodstanding.lists import ending as lists_ending
from goodstanding.lists.models import Criterion, Listing, Rest
from goodstanding.measures import answering, conditions, deciding, standing
from goodstanding.measures.depending import Measures
from goodstanding.measures.models import Adoption, Application
from goodstanding.notices.models import Notice
from goodstanding.records import marking, suspending
from goodstanding.records.ending import Reason, end
from goodstanding.rules.refusals import Refused
from tests.measures import making
from tests.measures.making import INCENTIVE, ON_LIST, ON_RECORDS, RED
from tests.repairs.making import agent

ANNULLED = Reason(because="annulled", basis="penalty-law:48", words="事实不清，决定撤销", document="临府复决〔2026〕8号")


def on_record(tmp_path: Path, market: Department, count: int = 1) -> tuple[making.Office, Application, list[object]]:
    """A restriction in force on final records."""
    office = making.office(market)
    records = [making.penalised(tmp_path / str(n), market) for n in range(count)]
    dana = agent(records[0].organisation)
    one = making.begun(office, making.adopted(office, ON_RECORDS), records[0].organisation, records=tuple(records))
    making.notified(office, one)
    answering.answer(one, "已整改", by=dana.standing)
    deciding.decide(one, making.decision(one), by=office.head)
    return office, one, [record.pk for record in records]


@pytest.mark.django_db
def test_record_annulled_entry_gone_measure_ended_in_one_transaction(tmp_path: Path, market: Department) -> None:
    record = making.penalised(tmp_path, market)
    case = making.case(market, whom=record.organisation)
    assert case.listing is not None
    making.notified(case.office, case.application)
    answering.answer(case.application, "已整改", by=case.agent.standing)
    deciding.decide(case.application, making.decision(case.application), by=case.office.head)
    Rest.objects.create(listing=case.listing, record=record)
    before = Entry.objects.order_by("-id")[0].pk
    end([record.pk], reason=ANNULLED, by=SYSTEM)
    case.application.refresh_from_db()
    assert Listing.everything.get().state == "ended"
    assert (case.application.state, case.application.ended_because) == ("ended", "entry")
    assert ANNULLED.words in case.application.ended_words
    entries = Entry.objects.filter(pk__gt=before, event__in=("record:ended", "listing:ended", "application:ended"))
    assert entries.count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT transaction) FROM ledger_entry WHERE id > %s", [before])
        assert cursor.fetchone() == (1,)
    assert not standing.of_body(record.organisation_id)
    assert Notice.objects.filter(user=case.agent.user, key="measures.told.ended").exists()


@pytest.mark.django_db
def test_what_is_undone_leaves_everything_as_it_was(market: Department) -> None:
    case = making.applied(market)
    with transaction.atomic():
        lists_ending.end(Listing.everything.get(), because="wrong", words="列入错误", by=case.office.head)
        assert not Application.everything.in_force().exists()
        transaction.set_rollback(True)
    assert Application.everything.in_force().get() == case.application
    assert Entry.objects.filter(event="application:ended").count() == 0


@pytest.mark.django_db
def test_the_last_record_ends_it_an_earlier_one_asks_to_look_again(tmp_path: Path, market: Department) -> None:
    office, one, records = on_record(tmp_path, market, 2)
    end([records[0]], reason=ANNULLED, by=SYSTEM)  # type: ignore[list-item]
    assert Application.everything.in_force().get() == one
    assert Notice.objects.filter(user=office.users["head"], key="measures.told_office.ground_gone").exists()
    end([records[1]], reason=ANNULLED, by=SYSTEM)  # type: ignore[list-item]
    one.refresh_from_db()
    assert (one.state, one.ended_because) == ("ended", "record")


@pytest.mark.django_db
@pytest.mark.parametrize("because", ["repaired", "objection", "varied", "corrected", "regime"])
def test_every_end_of_a_record_ends_it(tmp_path: Path, market: Department, because: str) -> None:
    _, one, records = on_record(tmp_path, market)
    end(records, reason=Reason(because=because, basis="penalty-law:48"), by=SYSTEM)  # type: ignore[arg-type]
    one.refresh_from_db()
    assert one.state == "ended"


@pytest.mark.django_db
def test_a_lawsuit_or_a_silent_source_pauses_it(tmp_path: Path, market: Department) -> None:
    _, one, (record,) = on_record(tmp_path, market)
    case = uuid4()
    marking.mark({record: []}, kind="lawsuit", case=case, number="（2026）行1号", words="", by=SYSTEM)  # type: ignore[dict-item]
    assert not Application.everything.in_force().exists()
    assert standing.disputed(one)
    assert standing.open_disputes([one]) == {one.pk}
    why = standing.why_not(one)
    assert why is not None
    assert "诉讼" in why.zh
    marking.unmark(case=case, by=SYSTEM)
    assert standing.of_body(one.organisation_id) == [one]
    today = timezone.localdate()
    suspending.suspend([record], because="silent_source", case=case, number="YY1", since=today, by=SYSTEM)  # type: ignore[list-item]
    assert not Application.everything.in_force().exists()


@pytest.mark.django_db
def test_a_disputed_entry_is_marked_and_a_silent_department_pauses(market: Department) -> None:
    case = making.applied(market)
    assert case.listing is not None
    disputing.dispute(case.listing, case=(number := uuid4()), number="YY2026-1", by=SYSTEM)
    assert Application.everything.in_force().exists()
    assert standing.disputed(case.application)
    disputing.silent_from(number, timezone.localdate(), by=SYSTEM)
    assert not Application.everything.in_force().exists()


def halted(target: str, code: str, kind: str = "repealed") -> Halt:
    said = halting.Said(target=target, code=code, kind=kind, document="国令第1号", words="依据废止", since=timezone.localdate())
    return halting.halt(said, by=SYSTEM)


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["measure", "law", "law of the list"])
def test_a_repeal_ends_it_at_once(market: Department, what: str) -> None:
    case = making.applied(market)
    assert case.listing is not None
    law = (case.listing.kind.basis if what == "law of the list" else case.adoption.kind.basis).partition(":")[0]
    made = halted("measure", ON_LIST) if what == "measure" else halted("law", law)
    case.application.refresh_from_db()
    case.adoption.refresh_from_db()
    assert case.application.state == "ended"
    assert not Application.everything.in_force().exists()
    named = {one.subject_id for one in made.lines.all()}
    assert str(case.application.pk) in named
    if what != "law of the list":
        assert (case.adoption.state, case.adoption.ended_because) == ("ended", "basis")
        assert str(case.adoption.pk) in named
        with pytest.raises(Refused) as caught:
            making.proposed(case.office)
        assert caught.value.code == "BASIS_NOT_IN_FORCE"


@pytest.mark.django_db
def test_a_suspension_pauses_and_its_end_resumes(market: Department) -> None:
    case = making.applied(market)
    made = halted("measure", ON_LIST, "suspended")
    assert {one.became for one in made.lines.filter(part="measures")} == {"paused"}
    assert not Application.everything.in_force().exists()
    assert not Adoption.everything.in_force().exists()
    assert conditions.why_halted(case.adoption.kind) is not None
    lift(made, "恢复施行", by=SYSTEM)
    assert Application.everything.in_force(timezone.localdate() + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_an_open_case_is_dropped_with_its_ground(market: Department) -> None:
    case = making.case(market)
    making.notified(case.office, case.application)
    lists_ending.end(Listing.everything.get(), because="wrong", words="列入错误", by=case.office.head)
    case.application.refresh_from_db()
    assert case.application.state == "dropped"
    assert Notice.objects.filter(user=case.agent.user, key="measures.told.dropped").exists()


@pytest.mark.django_db
def test_what_is_over_by_its_own_day_is_told_to_nobody_again(market: Department) -> None:
    case = making.applied(market)
    today = timezone.localdate()
    ago = today - timedelta(days=9)
    with pgtrigger.ignore():
        Application.everything.update(decided_on=ago, notified_on=ago, starts_on=ago, ends_on=today - timedelta(days=1))
    assert not any(one.subject == "measures.application" for one in Measures().dependants("measure", ON_LIST, ""))
    lists_ending.end(Listing.everything.get(), because="wrong", words="列入错误", by=case.office.head)
    case.application.refresh_from_db()
    assert case.application.state == "applied"
    assert not Notice.objects.filter(user=case.agent.user, key="measures.told.ended").exists()


@pytest.mark.django_db
def test_the_repeal_of_a_condition_ends_what_stands_on_its_entries(market: Department) -> None:
    case = making.applied(market)
    assert case.listing is not None
    Criterion.objects.filter(kind=case.listing.kind, code=case.listing.criterion).update(basis="review-law:20")
    made = halted("law", "review-law")
    case.application.refresh_from_db()
    assert case.application.state == "ended"
    assert made.lines.filter(subject_id=str(case.application.pk)).exists()


OFFSETS = st.integers(-40, 500)


@pytest.fixture
def cases(market: Department) -> dict[str, making.Case]:
    """One of each side, in force."""
    first = making.applied(market)
    whom = making.body(2)
    entry = making.listed(whom, market, RED)
    one = making.begun(first.office, making.adopted(first.office, INCENTIVE), whom, listing=entry)
    deciding.decide(one, making.decision(one), by=first.office.head)
    return {"restriction": first, "incentive": making.Case(first.office, one.adoption, first.agent, entry, one)}


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_in_force_says_in_sql_what_why_not_says_in_words(cases: dict[str, making.Case], data: st.DataObject) -> None:
    today = timezone.localdate()

    def day(name: str) -> date:
        return today + timedelta(days=data.draw(OFFSETS, name))

    case = cases[data.draw(st.sampled_from(["restriction", "incentive"]), "side")]
    one, entry = case.application, case.listing
    assert entry is not None
    with transaction.atomic():
        asked = day("asked")
        if data.draw(st.booleans(), "catalogue ends"):
            type(one.kind).objects.filter(pk=one.kind_id).update(until=day("until"))
        if data.draw(st.booleans(), "silent"):
            disputing.silent_from(disputing.dispute(entry, case=uuid4(), number="YY1", by=SYSTEM).case, day("silent"), by=SYSTEM)
        if data.draw(st.booleans(), "list ends"):
            type(entry.kind).objects.filter(pk=entry.kind_id).update(until=day("list until"))
        if data.draw(st.booleans(), "halted"):
            halted("measure", one.kind_id, data.draw(st.sampled_from(["suspended", "repealed"])))
        fresh = Application.everything.select_related("kind").get(pk=one.pk)
        found = Application.everything.in_force(asked).filter(pk=one.pk).exists()
        assert found is (standing.why_not(fresh, asked) is None)
        transaction.set_rollback(True)
