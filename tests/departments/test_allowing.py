"""Authorised at the object, and what is refused is written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from goodstanding.departments.allowing import ALLOWED, may, require
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, VISITOR, Standing
from goodstanding.ledger.models import Entry
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Forbidden

pytestmark = [pytest.mark.django_db, pytest.mark.database]
StandingOf = Callable[[User], Standing]


def test_a_steward_hands_in_for_the_own_department_and_no_other(
    steward: User, standing_of: StandingOf, market: Department, environment: Department
) -> None:
    alice = standing_of(steward)
    assert may(alice, "hand_in", market)
    assert not may(alice, "hand_in", environment)
    assert not may(alice, "hand_in", None)


def test_an_official_reads_and_does_not_hand_in(official: User, standing_of: StandingOf, market: Department) -> None:
    oscar = standing_of(official)
    assert may(oscar, "see_submission", market)
    assert not may(oscar, "hand_in", market)


def test_an_auditor_sees_all_and_changes_nothing(auditor: User, standing_of: StandingOf, market: Department) -> None:
    audrey = standing_of(auditor)
    seen = {action for action in ALLOWED if may(audrey, action, market)}
    assert seen == {action for action in ALLOWED if action.startswith("see_")}


@pytest.mark.parametrize("action", sorted(ALLOWED))
def test_a_visitor_may_nothing(action: str, market: Department) -> None:
    assert not may(VISITOR, action, market)


def test_somebody_without_an_appointment_may_nothing(stranger: User, standing_of: StandingOf, market: Department) -> None:
    charlie = standing_of(stranger)
    assert not any(may(charlie, action, market) for action in ALLOWED)


def test_a_program_may_only_what_its_token_says(market: Department) -> None:
    reader = Standing(label="system", role="steward", department_id=market.pk, client_id=3, scopes=frozenset({"intake:read"}))
    assert may(reader, "see_submission", market)
    assert not may(reader, "hand_in", market)
    writer = Standing(label="system", role="steward", department_id=market.pk, client_id=3, scopes=frozenset({"intake:write"}))
    assert may(writer, "hand_in", market)
    assert not may(writer, "see_record", market)


def test_an_action_nobody_has_defined_is_a_mistake_not_a_permission() -> None:
    with pytest.raises(KeyError):
        may(SYSTEM, "fly", None)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_audited_even_where_the_request_is_undone(steward: User, standing_of: StandingOf, environment: Department) -> None:
    alice = standing_of(steward)
    with pytest.raises(Forbidden, match="NOT_ALLOWED"), transaction.atomic():
        require(alice, "confirm", environment)
    with pytest.raises(Forbidden):
        require(alice, "hand_in", environment)
    entries = Entry.objects.filter(event=Event.ACCESS_REFUSED, user_id=alice.user_id).order_by("id")
    assert [(e.label, e.data["action"], e.subject, e.subject_id, e.department_id) for e in entries] == [
        (alice.label, action, "departments.department", str(environment.pk), environment.pk) for action in ("confirm", "hand_in")
    ]


def test_what_is_allowed_leaves_no_entry(steward: User, standing_of: StandingOf, market: Department) -> None:
    require(standing_of(steward), "hand_in", market)
    assert not Entry.objects.filter(user_id=steward.pk).exists()
