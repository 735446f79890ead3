"""Cases of the synthetic city: an agent who objects to a record, has another one asked about, and applies for repair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing, of_user
from goodstanding.objections import accepting, filing, forwarding
from goodstanding.objections.models import Objection
from goodstanding.organisations.models import Organisation
from goodstanding.papers.taking import take
from goodstanding.records.models import Record
from goodstanding.repairs import filing as repairs
from goodstanding.repairs import looking
from goodstanding.representing import asking, deciding
from goodstanding.representing.acting import as_account, as_representative
from goodstanding.representing.letters import PURPOSE
from goodstanding.representing.models import Power
from goodstanding.rules.refusals import Refused

MONTHS = timedelta(days=180)
PAGE = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\ntrailer\n<< /Size 4 /Root 1 0 R >>\n%%EOF\n"
)
"""An empty page: nothing in the synthetic city has been signed by anybody."""


@dataclass(frozen=True)
class Letter:
    """What the agent uploads."""

    name: str = "授权委托书.pdf"
    content: bytes = PAGE


def fill(agent: User) -> Organisation | None:
    """Whatever is still missing; the organisation the agent acts for, the one with the most penalties that show."""
    body = _organisation()
    if body is None:
        return None
    clerk = of_user(User.objects.get(username="clerk"))
    power = Power.objects.filter(user=agent).first() or _empowered(agent, body, clerk)
    by = as_representative(power, power.organisation)
    records = list(Record.public.filter(organisation=power.organisation, kind="penalty").order_by("decided_on"))
    for number, record in enumerate(records[-2:]):
        _object(record, by, clerk if number else None)
    _repair(records[:1], by)
    return power.organisation


def _organisation() -> Organisation | None:
    most = (
        Record.public.filter(kind="penalty", organisation__merged_into=None).values("organisation").annotate(n=Count("pk")).order_by("-n")
    )
    found = most.first()
    return Organisation.objects.get(pk=found["organisation"]) if found else None


def _empowered(agent: User, body: Organisation, clerk: Standing) -> Power:
    today, by = timezone.localdate(), as_account(agent)
    wish = asking.Wish(today, today + MONTHS, "办理本单位公共信用信息事项")
    power = asking.ask(agent, body, wish, take(Letter(), purpose=PURPOSE, by=by), by=by)
    deciding.grant(power, starts_on=today, ends_on=today + MONTHS, by=clerk)
    power.refresh_from_db()
    return power


def _object(record: Record, by: Standing, clerk: Standing | None) -> None:
    """The same record gives the same token: started again, it is the same case. With a clerk it is accepted and forwarded."""
    token = uuid5(NAMESPACE_URL, f"demo:{record.pk}")
    if Objection.objects.filter(token=token).exists():
        return
    words = "处罚决定书载明的罚款金额与公示内容不一致，请核对。"
    said = filing.Filing(
        organisation=record.organisation, token=token, ground="wrong", words=words, records={record.pk: {"CF_NR_FK": "0.1"}}
    )
    case = filing.file(said, by=by)
    if clerk:
        accepting.accept(case, by=clerk)
        forwarding.forward(case, by=clerk)


def _repair(records: list[Record], by: Standing) -> None:
    for record in records:
        if looking.open_case(record) or not looking.look(record).may:
            continue
        version = looking.regime_of(record.regime).commitment.version
        said = repairs.Application(statement="罚款已于规定期限内缴清，违法行为已经改正。", commitment=version, proof_held=True)
        try:
            repairs.file(record, record.organisation, said, by=by)
        except Refused:
            return  # a demo without this one is still a demo; the rules decide
