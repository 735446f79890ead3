"""The locks hold when our own code is bypassed: raw SQL of the application's own role."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pgtrigger
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.lists.models import Listing
from goodstanding.measures import answering, ending
from goodstanding.measures.models import Adoption, Application, Ground, Kind
from goodstanding.records import marking
from goodstanding.records.ending import Reason, end
from goodstanding.rules.terms import months_after
from tests.measures import making
from tests.measures.making import INCENTIVE, ON_RECORDS, RED

pytestmark = pytest.mark.django_db


def refuses(table: str, changes: dict[str, Any], pk: UUID) -> str:
    """The database's own words against that UPDATE; '' where it let it pass."""
    settings = ", ".join(f"{column} = %s" for column in changes)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {settings} WHERE id = %s", [*changes.values(), pk])
    except DatabaseError as error:
        return str(error)
    return ""


def whole(application: Application, **changed: Any) -> dict[str, Any]:
    """A decision as raw SQL would write it."""
    today = timezone.localdate()
    return {
        "state": "applied",
        "decision_no": "措1号",
        "decided_on": today,
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
        "weight": "light",
        "proportion": "相当",
        "minor": False if application.side == "restriction" else None,
        "minor_words": "否",
        "weighed": "已复核",
        "reasons": "清楚",
        "basis": application.kind.basis,
        "decided_by": "head",
        "decided_user": 999,
        **changed,
    }


def ready(market: Department) -> making.Case:
    """Answered, so that nothing but the decision is missing."""
    case = making.case(market)
    making.notified(case.office, case.application)
    answering.answer(case.application, "已整改", by=case.agent.standing)
    return case


@pytest.mark.parametrize(
    ("changed", "lock"),
    [
        ({"weight": "severe"}, "heavier"),
        ({"ends_on": "long"}, "longer"),
        ({"minor": True}, "no_restriction_of_the_minor_and_corrected"),
        ({"minor": None}, "no_restriction_of_the_minor_and_corrected"),
        ({"minor_words": ""}, "no_restriction_of_the_minor_and_corrected"),
        ({"decided_user": "proposer"}, "application_takes_two"),
        ({"reasons": ""}, "application_decided_in_full"),
        ({"proportion": ""}, "application_decided_in_full"),
        ({"decision_no": ""}, "application_decided_in_full"),
        ({"ends_on": None}, "application_decided_in_full"),
        ({"basis": "review-law:999999"}, ""),
        ({"basis": "no-such-law"}, "basis"),
        ({"starts_on": "yesterday"}, "application_decided_in_full"),
        ({"weighed": ""}, "restriction_was_told_and_heard"),
    ],
)
def test_no_decision_without_its_conditions(market: Department, changed: dict[str, Any], lock: str) -> None:
    case = ready(market)
    one, today = case.application, timezone.localdate()
    meant = {"long": months_after(today, 12) + timedelta(days=1), "yesterday": today - timedelta(days=1), "proposer": one.proposed_user}
    said = whole(one, **{name: meant.get(value, value) if isinstance(value, str) else value for name, value in changed.items()})
    found = refuses("measures_application", said, one.pk)
    assert lock in found
    assert bool(found) is bool(lock)


def test_nothing_before_the_notice_and_the_time_to_answer(market: Department) -> None:
    case = making.case(market)
    one = case.application
    assert "restriction_was_told_and_heard" in refuses("measures_application", whole(one), one.pk)
    making.notified(case.office, one)
    assert "restriction_was_told_and_heard" in refuses("measures_application", whole(one), one.pk)
    assert "restriction_was_told_and_heard" in refuses("measures_application", whole(one, answer_until=None), one.pk)


def test_an_entry_that_is_over_carries_nothing(market: Department) -> None:
    case = ready(market)
    one, today = case.application, timezone.localdate()
    assert case.listing is not None
    late = whole(one, ends_on=case.listing.ends_on + timedelta(days=1)) if case.listing.ends_on else {}
    assert "rests on no entry" in refuses("measures_application", late, one.pk)
    ago = today - timedelta(days=9)
    with pgtrigger.ignore():  # its end, unseen by the procedure
        Listing.everything.update(decided_on=ago, served_on=ago, ends_on=today - timedelta(days=1))
    assert "rests on no entry" in refuses("measures_application", whole(one, ends_on=today), one.pk)


def test_another_s_entry_another_measure_and_another_side(market: Department) -> None:
    case = ready(market)
    for column, value in (
        ("organisation_id", making.body(2).pk),
        ("listing_id", making.listed(making.body(2), market).pk),
        ("side", "incentive"),
        ("kind_id", ON_RECORDS),
    ):
        assert refuses("measures_application", {column: value}, case.application.pk)


def copied(application: Application, **changed: Any) -> str:
    """The database's words against a row like that one."""
    columns = [
        "number",
        "adoption_id",
        "kind_id",
        "side",
        "organisation_id",
        "department_id",
        "listing_id",
        "grounds",
        "related",
        "proposed_by",
        "state",
    ]
    values = {name: getattr(application, name) for name in columns} | {"number": str(uuid4()), "state": "proposed"} | changed
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO measures_application (id, {', '.join(values)}) VALUES (gen_random_uuid(), {', '.join(['%s'] * len(values))})",
                list(values.values()),
            )
    except DatabaseError as error:
        return str(error)
    return ""


def test_a_row_that_never_was_a_case(market: Department) -> None:
    case = making.case(market)
    one = case.application
    other = making.body(2)
    assert "one_open_application" in copied(one)
    assert "rests on no entry" in copied(one, organisation_id=other.pk)
    assert "rests on no entry" in copied(one, organisation_id=other.pk, listing_id=making.listed(other, market, RED).pk)
    scrutiny = making.listed(other, market, "scrutiny", state="reminded", served_on=None)
    assert "rests on no entry" in copied(one, organisation_id=other.pk, listing_id=scrutiny.pk)
    assert "not adopted" in copied(one, organisation_id=other.pk, side="incentive")
    assert copied(one, organisation_id=other.pk, listing_id=making.listed(other, market).pk) == ""
    third = making.body(3)
    entry = making.listed(third, market)
    assert copied(one, organisation_id=third.pk, listing_id=entry.pk, state="applied")
    ending.end_adoption(case.adoption, "停用", by=case.office.head)
    assert "not adopted" in copied(one, organisation_id=third.pk, listing_id=entry.pk)


def test_records_that_are_not_final_or_have_ended(tmp_path: Path, market: Department) -> None:
    office = making.office(market)
    adoption = making.adopted(office, ON_RECORDS)
    young, old = making.penalised(tmp_path / "a", market, months=1), making.penalised(tmp_path / "b", market)
    one = making.begun(office, adoption, old.organisation, records=(old,))
    today = timezone.localdate()
    notice = {"state": "notified", "notified_on": today, "notified_how": "mail"}
    # Both are named, and one of them can still be contested.
    with transaction.atomic():
        Ground.objects.create(application=one, record=young)
        assert "no final record" in refuses("measures_application", notice, one.pk)
        transaction.set_rollback(True)
    case = uuid4()
    marking.mark({old.pk: []}, kind="lawsuit", case=case, number="（2026）行1号", words="", by=SYSTEM)
    assert "no final record" in refuses("measures_application", notice, one.pk)
    marking.unmark(case=case, by=SYSTEM)
    assert refuses("measures_application", notice, one.pk) == ""
    with pytest.raises(DatabaseError, match="does not rest on"), transaction.atomic():
        Ground.objects.create(application=one, record=young)
    end([old.pk], reason=Reason(because="annulled", basis="penalty-law:48"), by=SYSTEM)
    one.refresh_from_db()
    assert one.state == "dropped"


def test_what_was_decided_and_what_is_over_is_not_edited(market: Department) -> None:
    case = making.applied(market)
    one = case.application
    for column, value in (
        ("ends_on", timezone.localdate()),
        ("reasons", "另"),
        ("weight", "medium"),
        ("number", "x"),
        ("grounds", "x"),
        ("listing_id", None),
    ):
        assert refuses("measures_application", {column: value}, one.pk), column
    ending.end(one, "整改到位", by=case.office.head)
    assert refuses("measures_application", {"state": "applied"}, one.pk)
    for table in ("measures_application", "measures_adoption"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_an_adoption_takes_two_and_a_basis(market: Department) -> None:
    office = making.office(market)
    one = making.proposed(office)
    today = timezone.localdate()
    said = {
        "state": "adopted",
        "adopted_on": today,
        "decision_no": "1",
        "reasons": "采用",
        "basis": one.kind.basis,
        "decided_by": "x",
        "decided_user": 999,
    }
    assert "adoption_takes_two" in refuses("measures_adoption", said | {"decided_user": one.proposed_user}, one.pk)
    assert "adoption_decided_in_full" in refuses("measures_adoption", said | {"reasons": ""}, one.pk)
    assert "longer than the catalogue" in refuses("measures_adoption", said | {"basis": "review-law:20"}, one.pk)
    Kind.objects.filter(pk=one.kind_id).update(until=today - timedelta(days=1))
    assert "basis is not in force" in refuses("measures_adoption", said, one.pk)
    Kind.objects.filter(pk=one.kind_id).update(until=None)
    assert refuses("measures_adoption", said, one.pk) == ""
    assert refuses("measures_adoption", {"review_on": months_after(today, 99)}, one.pk)
    assert Adoption.everything.in_force().count() == 1


def test_the_catalogue_cannot_let_a_restriction_rest_on_what_can_be_contested(market: Department) -> None:
    making.install()
    with pytest.raises(DatabaseError, match="restriction_on_final_records_only"), transaction.atomic():
        Kind.objects.filter(pk=ON_RECORDS).update(final=False)
    assert not any(kind.records and not kind.final for kind in Kind.objects.filter(side="restriction"))
    assert not Kind.objects.filter(pk=INCENTIVE, final=True, side="restriction").exists()
