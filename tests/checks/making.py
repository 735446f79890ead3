"""Sources that have handed in, a department that may ask, organisations with something and with nothing."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from goodstanding.checks import granting
from goodstanding.checks.models import Grant
from goodstanding.departments import tokens
from goodstanding.departments.models import Department, Feed
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger import writing
from goodstanding.rules.events import Event

KINDS = ("permit", "penalty")
PURPOSE = "tender"
"""Shows permits, penalties, both colours and measures."""
ADMINISTRATOR = Standing(label="Ada", role="administrator", user_id=1)


def asks(department: Department, role: str = "official") -> Standing:
    """Somebody of that department."""
    return Standing(label=f"Oscar（{department}）", role=role, user_id=7, department_id=department.pk)


def covered(department: Department, *kinds: str, came: bool = True, every_days: int = 7) -> None:
    """Every kind has a feed, and something has come through it."""
    begun = timezone.localdate() - timedelta(days=30)
    for kind in kinds or KINDS:
        Feed.objects.get_or_create(department=department, kind=kind, defaults={"every_days": every_days, "starts_on": begun})
        if came:
            writing.write(Event.SUBMISSION_ENTERED, department, by=SYSTEM, data={"kind": kind})


def granted(department: Department, *purposes: str) -> list[Grant]:
    """That department holds these purposes from today."""
    return [granting.give(one, department, because="政府采购活动", by=ADMINISTRATOR) for one in purposes or (PURPOSE,)]


def client(department: Department, *scopes: str) -> str:
    """A program of that department; its token."""
    until = timezone.localdate() + timedelta(days=30)
    return tokens.give(name="办公系统", department=department, scopes=scopes or ("check:ask",), ends_on=until, by=ADMINISTRATOR)[1]
