"""A purpose is granted by the administrator, from a day to a day, and ends at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from goodstanding.checks import granting
from goodstanding.checks.models import Grant
from goodstanding.departments.models import Department
from goodstanding.ledger.models import Entry
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.checks.making import ADMINISTRATOR, asks, granted

pytestmark = pytest.mark.django_db


def codes(department: Department) -> list[str]:
    return [one.code for one in granting.held(department.pk)]


def test_held_from_the_day_until_it_ends(market: Department, environment: Department) -> None:
    (made,) = granted(market, "permit")
    assert (codes(market), codes(environment)) == (["permit"], [])
    granting.end(made, because="职责调整", by=ADMINISTRATOR)
    assert codes(market) == []
    granted(market, "permit")
    assert codes(market) == ["permit"]
    assert list(Entry.objects.filter(subject="checks.grant").order_by("id").values_list("event", flat=True)) == [
        "check:granted", "check:grant_ended", "check:granted",
    ]  # fmt: skip


def test_one_that_begins_tomorrow_is_not_held_today(market: Department) -> None:
    granting.give("permit", market, because="审查", by=ADMINISTRATOR, starts_on=timezone.localdate() + timedelta(days=1))
    assert codes(market) == []


def test_only_the_administrator_grants(market: Department) -> None:
    for role in ("steward", "head", "clerk", "official"):
        with pytest.raises(Forbidden):
            granting.give("permit", market, because="审查", by=asks(market, role))


def test_what_cannot_be_granted(market: Department) -> None:
    granted(market, "permit")
    with pytest.raises(Conflict):
        granted(market, "permit")
    for purpose, because in (("own_record", "x"), ("nonsense", "x"), ("tender", " ")):
        with pytest.raises(Refused):
            granting.give(purpose, market, because=because, by=ADMINISTRATOR)
    with pytest.raises(Refused):
        granting.give("tender", market, because="x", by=ADMINISTRATOR, ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Conflict):
        granting.end(ended(market), because="x", by=ADMINISTRATOR)


def ended(market: Department) -> Grant:
    (made,) = granted(market, "land")
    granting.end(made, because="x", by=ADMINISTRATOR)
    return made


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM checks_grant", "UPDATE checks_grant SET purpose = 'tender'", "UPDATE checks_grant SET department_id = department_id + 1"],
)
def test_the_database_keeps_them(market: Department, statement: str) -> None:
    granted(market, "permit")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
