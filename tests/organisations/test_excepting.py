"""A code is admitted against its digit only with evidence, by a clerk, and no longer than it is needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations import excepting
from goodstanding.organisations.models import CodeException
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.organisations.making import code

pytestmark = pytest.mark.django_db
PILOT = "91350211M0000XUF46"


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


def test_it_is_recorded_with_evidence_and_entry(bob: Standing) -> None:
    exception = excepting.admit(PILOT.lower(), evidence="试点期间核发的营业执照", by=bob)
    assert (exception.code, exception.recorded_by) == (PILOT, bob.label)
    assert Entry.objects.get(event="code_exception:admitted").because == "试点期间核发的营业执照"


@pytest.mark.parametrize(("given", "evidence"), [(code(1), "执照"), ("12345", "执照"), ("0" * 17 + "X", "执照"), (PILOT, "  ")])
def test_it_is_not_for_right_codes_nonsense_or_without_evidence(bob: Standing, given: str, evidence: str) -> None:
    with pytest.raises(Refused):
        excepting.admit(given, evidence=evidence, by=bob)
    assert not CodeException.objects.exists()


def test_it_ends_with_a_reason_and_can_be_admitted_again(bob: Standing) -> None:
    exception = excepting.admit(PILOT, evidence="执照", by=bob)
    with pytest.raises(Conflict):
        excepting.admit(PILOT, evidence="执照", by=bob)
    with pytest.raises(Refused):
        excepting.end(exception, because="", by=bob)
    excepting.end(exception, because="已换发", by=bob)
    with pytest.raises(Conflict):
        excepting.end(exception, because="已换发", by=bob)
    assert excepting.admit(PILOT, evidence="执照", by=bob).pk != exception.pk


def test_it_is_never_deleted(bob: Standing) -> None:
    exception = excepting.admit(PILOT, evidence="执照", by=bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        exception.delete()


def test_only_a_clerk_admits(steward: User, standing_of: Callable[[User], Standing]) -> None:
    with pytest.raises(Forbidden):
        excepting.admit(PILOT, evidence="执照", by=standing_of(steward))
