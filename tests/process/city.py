"""A small city in which everybody tries everything: who there is, what there is, and which day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import SYSTEM, VISITOR, Standing, from_appointment
from goodstanding.organisations.models import Organisation
from goodstanding.records import retaining
from goodstanding.records.entering import enter
from goodstanding.records.models import Record
from goodstanding.rules.loading import load
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, penalty

NAMES = ("临澜市甲有限公司", "临澜市乙有限公司")
OFFICES = (("11341400MB1F45626D", "临澜市市场监督管理局"), ("11341400002482277W", "临澜市生态环境局"))
CENTRE_ROLES = ("clerk", "clerk", "auditor", "administrator", "director")
AGES = (200, 100, 20)
"""Days since the decision: long ripe for repair, just ripe, too early."""


class Clock:
    """What day it is for the product: the real one, and so many days later."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        real_now, real_day = timezone.now, timezone.localdate
        self.real = lambda: real_day(real_now())
        patch.setattr("django.utils.timezone.now", lambda: real_now() + self.ahead)
        patch.setattr("django.utils.timezone.localdate", lambda at=None, zone=None: real_day(at or real_now() + self.ahead, zone))

    def today(self) -> date:
        return timezone.localdate()

    def now(self) -> datetime:
        return timezone.now()


@dataclass
class City:
    """``people``: every standing there is, from both departments' stewards to a visitor."""

    departments: list[Department]
    bodies: list[Organisation]
    people: list[Standing]
    records: list[Record] = field(default_factory=list)


def found(folder: Path) -> City:
    """Two departments, two organisations, six penalties, and everybody who could have anything to do with them."""
    retaining.install(load())
    departments = [Department.objects.create(code=code, name=name, district="341400") for code, name in OFFICES]
    bodies = [organisation(n, name) for n, name in enumerate(NAMES, 1)]
    people = [SYSTEM, VISITOR, Standing(label="somebody", role="account", user_id=9_999)]
    people += [_appointed(role, None) for role in CENTRE_ROLES]
    people += [_appointed(role, one) for one in departments for role in ("steward", "official", "head")]
    people += [
        Standing(label=f"agent of {one.name}", role="representative", user_id=10_000 + n, organisation_id=one.pk)
        for n, one in enumerate(bodies)
    ]
    city = City(departments, bodies, people)
    for office, department in enumerate(departments):
        rows = [
            penalty(
                n, body.name, CF_WSH=f"罚〔2026〕{n}{age}号", CF_JDRQ=(timezone.localdate() - timedelta(days=age)).isoformat(),
                CF_CFJG=OFFICES[office][1], CF_CFJGDM=OFFICES[office][0],
            )
            for n, body in enumerate(bodies, 1) for age in AGES[office:]
        ]  # fmt: skip
        handed = hand_in(folder, department, rows)
        enter(handed.folder, handed, by=SYSTEM)
    city.records = list(Record.everything.order_by("decision_no", "organ_name"))
    return city


def _appointed(role: str, department: Department | None) -> Standing:
    user = User.objects.create(username=f"{role}{uuid4().hex[:8]}")
    return from_appointment(Appointment.objects.create(user=user, role=role, department=department, starts_on="2020-01-01"))


Try = Callable[..., Any]
