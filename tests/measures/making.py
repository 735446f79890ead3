"""A department that has adopted a measure, an organisation on a list or with a final penalty, and people on every side."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils import timezone

from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import Standing, from_appointment
from goodstanding.lists import installing as lists_installing
from goodstanding.lists.models import Competence, Listing, Load
from goodstanding.lists.models import Kind as List
from goodstanding.lists.numbering import next_number
from goodstanding.measures import adopting, beginning, catalogue, deciding, installing, notifying
from goodstanding.measures.models import Adoption, Application
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules.terms import months_after
from tests.organisations.making import code, organisation
from tests.repairs.making import Agent, agent, calendar_reaches, record

_numbers = itertools.count(1)
ON_LIST = "market_honours"
"""A light restriction on the market's black list."""
ON_RECORDS = "procurement_ban"
"""A severe one, on final penalties too."""
INCENTIVE = "green_lane"
BLACK, RED = "market_serious", "tax_a_level"
StandingOf = Callable[[User], Standing]


@dataclass
class Office:
    """One department and its people: ``steward`` proposes, ``head`` decides."""

    department: Department
    steward: Standing
    head: Standing
    users: dict[str, User] = field(default_factory=dict)


def install() -> None:
    """The catalogue's lists and measures, as after each migration."""
    calendar_reaches()
    lists_installing.install(catalogue.rules())
    installing.install(catalogue.rules(), catalogue.laws().terms[installing.REVIEW].count)


def office(department: Department) -> Office:
    """Its steward and its head."""
    install()
    users, standings = {}, {}
    for role in ("steward", "head"):
        user = User.objects.create_user(f"{role}-{department.pk}", "correct horse battery staple", display_name=f"{role}{department.pk}")
        held = Appointment.objects.create(user=user, role=role, department=department, starts_on=date(2020, 1, 1))
        users[role], standings[role] = user, from_appointment(held)
    return Office(department, standings["steward"], standings["head"], users)


def body(n: int = 1, name: str = "") -> Organisation:
    """An organisation of the register."""
    return Organisation.objects.filter(uscc=code(n)).first() or organisation(n, name or f"临澜市第{n}有限公司")


def listed(whom: Organisation, department: Department, kind: str = BLACK, *, ends_on: date | None = None, **changed: object) -> Listing:
    """On that list, by the decision of a body above, in force from today."""
    today = timezone.localdate()
    said = List.objects.get(pk=kind)
    if not Competence.objects.filter(kind=said, department=department).exists():
        Competence.objects.create(kind=said, department=department, starts_on=date(2020, 1, 1), by="test")
    until = ends_on or months_after(today, said.months)
    load = Load.objects.create(
        number=next_number("MP"),
        kind=said,
        department=department,
        organ="省局",
        decision_no=f"省决〔2026〕{next(_numbers)}号",
        decided_on=today,
        ends_on=months_after(today, said.months),
        file_name="名单.xlsx",
        sha256="0" * 64,
        rows=1,
        taken=1,
        by="test",
    )
    values = {
        "number": next_number("MD"),
        "kind": said,
        "colour": said.colour,
        "organisation": whom,
        "department": department,
        "criterion": catalogue.rules().kinds[kind].criteria[0].code,
        "facts": "严重违反法律规定",
        "load": load,
        "proposed_by": "test",
        "served_on": today,
        "decision_no": load.decision_no,
        "decided_on": today,
        "reasons": "省局认定",
        "basis": said.basis,
        "ends_on": until,
        "decided_by": "test",
        "state": "decided",
        **changed,
    }
    return Listing.everything.create(**values)


def proposed(where: Office, kind: str = ON_LIST, **changed: object) -> Adoption:
    """A measure the steward would like to adopt."""
    today = timezone.localdate()
    said = {
        "kind": kind,
        "acts": "政务服务处",
        "matters": "评先评优",
        "because": "与监管职责相关",
        "review_on": months_after(today, 6),
        **changed,
    }
    return adopting.propose(adopting.Proposal(**said), where.department, by=where.steward)  # type: ignore[arg-type]


def adopted(where: Office, kind: str = ON_LIST, **changed: object) -> Adoption:
    """One the head has adopted."""
    made = proposed(where, kind, **changed)
    adopting.adopt(made, adopting.Decision(number=f"临市监〔2026〕{next(_numbers)}号", reasons="依法采用"), by=where.head)
    return made


def begun(
    where: Office, adoption: Adoption, whom: Organisation, *, listing: Listing | None = None, records: tuple[Record, ...] = ()
) -> Application:
    """A case the steward has opened."""
    said = beginning.Proposal(
        organisation=whom,
        grounds="列入严重违法失信名单",
        related="与市场监管信用直接相关",
        listing=listing.pk if listing else None,
        records=tuple(one.pk for one in records),
    )
    return beginning.propose(adoption, said, by=where.steward)


def notified(where: Office, application: Application) -> Application:
    """The organisation has been told today."""
    notifying.notify(application, how="direct", on=timezone.localdate(), by=where.steward)
    return application


def decision(application: Application, **changed: object) -> deciding.Decision:
    """A whole one, for as long as it may be."""
    today = timezone.localdate()
    said = {
        "number": f"临市监措〔2026〕{next(_numbers)}号",
        "starts_on": today,
        "ends_on": deciding.latest(application, today),
        "weight": "light",
        "proportion": "与失信行为的性质、情节相当",
        "reasons": "列入名单事实清楚",
        "minor": False if application.side == "restriction" else None,
        "minor_words": "情节并非轻微，且未及时纠正",
        "weighed": "所述情况已核实",
        **changed,
    }
    return deciding.Decision(**said)  # type: ignore[arg-type]


@dataclass
class Case:
    """Everybody a case needs."""

    office: Office
    adoption: Adoption
    agent: Agent
    listing: Listing | None
    application: Application


def case(market: Department, kind: str = ON_LIST, whom: Organisation | None = None) -> Case:
    """Opened on a list entry, the organisation has somebody who acts for it."""
    where = office(market)
    taken = adopted(where, kind)
    whom = whom or body()
    entry = listed(whom, market, RED if kind == INCENTIVE else BLACK)
    return Case(where, taken, agent(whom), entry, begun(where, taken, whom, listing=entry))


def applied(market: Department, kind: str = ON_LIST) -> Case:
    """Answered, weighed and decided: in force today."""
    from goodstanding.measures import answering  # noqa: PLC0415 - only here

    made = case(market, kind)
    if made.application.side == "restriction":
        notified(made.office, made.application)
        answering.answer(made.application, "已经整改", by=made.agent.standing)
    deciding.decide(made.application, decision(made.application), by=made.office.head)
    return made


def penalised(folder: Path, department: Department, *, months: int = 4) -> Record:
    """A penalty of so many months ago: after four nobody can contest it any more, after one somebody may."""
    return record(folder, department, months=months)
