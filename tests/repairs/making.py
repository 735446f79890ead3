"""Penalties that show, somebody who acts for their organisation, and papers to hand in."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.models import WorkdayYear
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records.entering import enter
from goodstanding.records.models import Record
from goodstanding.repairs import accepting, filing
from goodstanding.repairs.filing import PURPOSE, Application
from goodstanding.repairs.models import Repair
from goodstanding.representing.acting import as_representative
from goodstanding.representing.models import Power
from tests.organisations.making import organisation
from tests.papers.files import png
from tests.records.handing_in import hand_in, penalty

NAME = "临澜市甲有限公司"
VERSION = "2026-04"
_numbers = itertools.count(1)


def months_ago(months: int) -> date:
    """A day of the month every month has."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28))


def calendar_reaches() -> None:
    """Next year's working days are known: what is counted here in December must not stop at its end."""
    year = timezone.localdate().year + 1
    if year not in calendar().years:
        WorkdayYear.objects.create(year=year, off=[date(year, 1, 1)], source="test", set_by="test")


def record(folder: Path, department: Department, *, months: int = 4, **changed: str | None) -> Record:
    """A penalty under Order 36, decided so many months ago: ordinary, so that three are enough."""
    calendar_reaches()
    if not Organisation.objects.exists():
        organisation(1, NAME)
    said: dict[str, str | None] = {"CF_JDRQ": months_ago(months).isoformat(), "CF_WSH": f"临市监罚〔2026〕{next(_numbers)}号", **changed}
    row = penalty(1, NAME, **said)
    handed = hand_in(folder, department, [row])
    enter(handed.folder, handed, by=SYSTEM)
    return Record.everything.select_related("organisation", "department").order_by("-public_id")[0]


def records(folder: Path, department: Department, count: int) -> list[Record]:
    """Several, of one submission."""
    calendar_reaches()
    if not Organisation.objects.exists():
        organisation(1, NAME)
    rows = [penalty(1, NAME, CF_JDRQ=months_ago(4).isoformat(), CF_WSH=f"临市监罚〔2026〕{next(_numbers)}号") for _ in range(count)]
    handed = hand_in(folder, department, rows)
    enter(handed.folder, handed, by=SYSTEM)
    return list(Record.everything.order_by("-public_id")[:count])


@dataclass(frozen=True)
class Agent:
    """Somebody with a power, and as whom he acts."""

    user: User
    standing: Standing
    organisation: Organisation


def agent(body: Organisation | None = None, *, name: str = "dana", **dates: Any) -> Agent:
    """Acts for the organisation, since last week and for a year unless the days say otherwise."""
    known = body or Organisation.objects.order_by("pk")[0]
    user = User.objects.create_user(name, "correct horse battery staple", display_name=name.title())
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=7), "ends_on": today + timedelta(days=300), **dates}
    letter = take(Upload("letter", "授权书.png", png()), purpose="power.letter", by=SYSTEM)
    power = Power.objects.create(
        user=user, organisation=known, letter=letter, wanted_from=days["starts_on"], wanted_until=days["ends_on"], state="granted",
        decided_by="test", decided_at=timezone.now(), **days,
    )  # fmt: skip
    return Agent(user, as_representative(power, known), known)


def paper(by: Standing) -> Paper:
    """A scan, taken in for an application."""
    return take(Upload("proof", "缴款凭证.png", png()), purpose=PURPOSE, by=by)


def applied(record: Record, by: Agent, *, papers: bool = True, statement: str = "罚款已于十月缴清。") -> Repair:
    """An application that is whole; without papers the department holds the proof."""
    said = Application(statement=statement, commitment=VERSION, papers=(paper(by.standing),) if papers else (), proof_held=not papers)
    return filing.file(record, by.organisation, said, by=by.standing)


def accepted(record: Record, by: Agent, official: Standing) -> Repair:
    """One that is being decided."""
    repair = applied(record, by)
    accepting.accept(repair, by=official)
    return repair


StandingOf = Callable[[User], Standing]
