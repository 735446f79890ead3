"""Everybody in a test has a standing: two departments, their people, the centre's, and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from goodstanding.departments import standing as standings
from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import Standing

PASSWORD = "correct horse battery staple"
Signed = Callable[[User], Client]


@pytest.fixture
def market(db: None) -> Department:
    """Market regulation, the department most tests hand in for."""
    return Department.objects.create(
        code="11341400MB1F45626D", name="临澜市市场监督管理局", name_en="Linlan Market Regulation", district="341400"
    )


@pytest.fixture
def environment(db: None) -> Department:
    """Ecology and environment, the other department."""
    return Department.objects.create(
        code="11341400002482277W", name="临澜市生态环境局", name_en="Linlan Ecology and Environment", district="341400"
    )


@pytest.fixture
def appoint(db: None) -> Callable[..., User]:
    """``appoint("steward", department)``: somebody with that role, from a day long ago."""

    def make(role: str, department: Department | None = None, name: str = "", **dates: Any) -> User:
        username = name or f"{role}{User.objects.count()}"
        user = User.objects.create_user(username, PASSWORD, display_name=username.title())
        Appointment.objects.create(user=user, role=role, department=department, **{"starts_on": date(2020, 1, 1), **dates})
        return user

    return make


@pytest.fixture
def steward(appoint: Callable[..., User], market: Department) -> User:
    """Alice hands in for market regulation."""
    return appoint("steward", market, "alice")


@pytest.fixture
def other_steward(appoint: Callable[..., User], environment: Department) -> User:
    """Eve hands in for the environment department and has no business with market regulation's files."""
    return appoint("steward", environment, "eve")


@pytest.fixture
def official(appoint: Callable[..., User], market: Department) -> User:
    """Oscar reads what market regulation handed in."""
    return appoint("official", market, "oscar")


@pytest.fixture
def clerk(appoint: Callable[..., User]) -> User:
    """Bob works at the centre."""
    return appoint("clerk", None, "bob")


@pytest.fixture
def auditor(appoint: Callable[..., User]) -> User:
    """Audrey reads everything and changes nothing."""
    return appoint("auditor", None, "audrey")


@pytest.fixture
def administrator(appoint: Callable[..., User]) -> User:
    """Ada gives accounts."""
    return appoint("administrator", None, "ada")


@pytest.fixture
def stranger(db: None) -> User:
    """Charlie has an account and no appointment."""
    return User.objects.create_user("charlie", PASSWORD)


@pytest.fixture
def signed_in() -> Signed:
    """``signed_in(user)``: a client that is signed in as that person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def standing_of() -> Callable[[User], Standing]:
    """``standing_of(user)``: what the user acts as today."""

    def find(user: User) -> Standing:
        held = user.appointments.select_related("department", "user").order_by("starts_on", "pk").first()
        return standings.from_appointment(held) if held else standings.VISITOR

    return find
