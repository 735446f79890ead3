"""Who somebody is today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodstanding.departments import standing
from goodstanding.departments.models import Appointment, Department, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Appoint = Callable[..., User]
TODAY = timezone.localdate


def asked_by(user: User | AnonymousUser, session: SessionStore | None = None) -> HttpRequest:
    """A request of that user."""
    request = RequestFactory().get("/")
    request.COOKIES["session"] = "x"
    request.user = user
    request.session = session if session is not None else SessionStore()
    return request


def test_a_role_counts_on_its_first_and_its_last_day(appoint: Appoint, market: Department) -> None:
    begins, ends = appoint("steward", market, "begins", starts_on=TODAY()), appoint("steward", market, "ends", ends_on=TODAY())
    assert standing.of(asked_by(begins)).role == standing.of(asked_by(ends)).role == "steward"


def test_a_role_does_not_count_before_or_after(appoint: Appoint, market: Department) -> None:
    early = appoint("steward", market, "early", starts_on=TODAY() + timedelta(days=1))
    late = appoint("steward", market, "late", ends_on=TODAY() - timedelta(days=1))
    assert standing.of(asked_by(early)).is_visitor
    assert standing.of(asked_by(late)).is_visitor


def test_of_several_roles_the_chosen_one_counts_and_only_one_s_own_can_be_chosen(
    appoint: Appoint, market: Department, environment: Department, clerk: User
) -> None:
    user = appoint("steward", market, "alice")
    second = Appointment.objects.create(user=user, role="official", department=environment, starts_on=TODAY())
    session = SessionStore()
    assert standing.of(asked_by(user, session)).department_id == market.pk
    session[standing.CHOSEN] = second.pk
    chosen = standing.of(asked_by(user, session))
    assert (chosen.role, chosen.department_id) == ("official", environment.pk)
    session[standing.CHOSEN] = clerk.appointments.get().pk
    assert standing.of(asked_by(user, session)).role == "steward"


def test_a_visitor_without_cookie_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert standing.of(RequestFactory().get("/")).is_visitor


def test_the_label_names_person_and_department(steward: User, market: Department) -> None:
    found = standing.of(asked_by(steward))
    assert found.label == f"Alice（{market.name}）"
    assert not found.is_centre


def test_the_database_refuses_a_role_held_twice_at_once(appoint: Appoint, market: Department) -> None:
    user = appoint("steward", market, "alice", ends_on=TODAY())
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=user, role="steward", department=market, starts_on=TODAY())
    Appointment.objects.create(user=user, role="steward", department=market, starts_on=TODAY() + timedelta(days=1))


@pytest.mark.parametrize(("role", "of_department"), [("steward", False), ("official", False), ("clerk", True), ("king", False)])
def test_the_database_refuses_a_role_in_the_wrong_place(stranger: User, market: Department, role: str, of_department: bool) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=stranger, role=role, department=market if of_department else None, starts_on=TODAY())


def test_an_appointment_ends_but_never_vanishes(steward: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        steward.appointments.get().delete()
    assert steward.appointments.exists()
