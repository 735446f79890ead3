"""A small invented town: two departments, four bodies, permits and penalties that show, have ended, or are held."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from goodstanding.departments.models import Department, Feed
from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations import sealing
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.records import publishing
from goodstanding.records.models import Record, Revision
from goodstanding.rules import legacy, names, uscc
from goodstanding.rules.loading import load

REPRESENTATIVE = "欧阳清扬"
"""A legal representative, invented; must stand on the record's own page and nowhere else."""


@dataclass
class Town:
    """What was built."""

    market: Department
    environment: Department
    company: Organisation
    business: Organisation
    penalty: Record
    permit: Record
    ended: Record
    held: Record


def valid_code(pair: str, core: str) -> str:
    """A valid invented code: authority and category, area, eight characters of identity."""
    body = f"{pair}330100{core}{legacy.orgcode_check_character(core)}"
    return body + uscc.check_character(body)


def build(today: date | None = None) -> Town:
    """Everything, as of today."""
    day = today or timezone.localdate()
    publishing.install(load())
    market = _department("11330100MB1F45629T", "甘泉市市场监督管理局", "Ganquan Market Regulation", ("permit", "penalty"), day, last=2)
    environment = _department("11330100002482277E", "甘泉市生态环境局", "Ganquan Ecology and Environment", ("penalty",), day, last=None)
    company = organisation(valid_code("91", "MA7XK4QT"), "甘泉市清溪食品有限公司", former="甘泉市清溪副食品商店", regno="330100000041239")
    business = organisation(valid_code("92", "MA7XK5TW"), "甘泉市老街口豆腐坊")
    for number in range(1, 24):
        organisation(valid_code("91", f"MA7X{number:04d}"), f"甘泉市溪山第{number}粮油商行有限公司")
    penalty = add(
        market,
        company,
        "penalty",
        "甘市监处罚〔2026〕112号",
        decided=day - timedelta(days=40),
        klass="ordinary",
        data=PENALTY,
        official={"CF_FRDB": REPRESENTATIVE},
    )
    permit = add(
        market,
        company,
        "permit",
        "甘市监许准〔2026〕87号",
        decided=day - timedelta(days=20),
        klass="valid",
        until=day + timedelta(days=1500),
        data=PERMIT,
    )
    add(
        market,
        business,
        "penalty",
        "甘市监处罚〔2026〕131号",
        decided=day - timedelta(days=12),
        klass="ordinary",
        data=PENALTY,
        official={"CF_FRDB": REPRESENTATIVE},
    )
    add(environment, company, "penalty", "甘环罚〔2026〕9号", decided=day - timedelta(days=90), klass="serious", data=PENALTY)
    ended = add(
        market,
        company,
        "penalty",
        "甘市监处罚〔2026〕3号",
        decided=day - timedelta(days=80),
        klass="ordinary",
        until=day - timedelta(days=1),
        data=PENALTY,
    )
    held = add(
        market,
        company,
        "penalty",
        "甘市监当罚〔2026〕77号",
        decided=day - timedelta(days=30),
        klass="ordinary",
        held="simple_procedure",
        data=PENALTY,
    )
    for number in range(25):
        add(
            market,
            company,
            "permit",
            f"甘市监许准〔2026〕{200 + number}号",
            decided=day - timedelta(days=30 + number),
            klass="valid",
            until=day + timedelta(days=900),
            data=PERMIT,
        )
    return Town(market, environment, company, business, penalty, permit, ended, held)


PENALTY = {
    "CF_WFXW": "经营超过保质期的食品", "CF_SY": "当事人于2026年9月销售超过保质期的糕点12盒，货值金额360元。",
    "CF_YJ": "《中华人民共和国食品安全法》第一百二十四条第一款第五项",
    "CF_CFLB": "罚款;没收违法所得、没收非法财物", "CF_NR": "没收违法所得120元，并处罚款2000元。", "CF_NR_FK": "0.2", "CF_NR_WFFF": "0.012",
}  # fmt: skip
PERMIT = {
    "XK_XKWS": "食品经营许可决定书", "XK_XKLB": "普通", "XK_XKZS": "食品经营许可证", "XK_XKBH": "JY13301000012345",
    "XK_NR": "食品销售：预包装食品（含冷藏冷冻食品）销售，散装食品销售。", "XK_YXQZ": "2026-10-01", "XK_YXQZI": "2031-09-30",
}  # fmt: skip


def _department(code: str, name: str, english: str, kinds: tuple[str, ...], day: date, *, last: int | None) -> Department:
    made = Department.objects.create(code=code, name=name, name_en=english, district="330100")
    for kind in kinds:
        Feed.objects.create(department=made, kind=kind, every_days=7, starts_on=day - timedelta(days=300))
        if last is not None:
            write("submission:entered", made, by=Standing(label="test", role="steward", department_id=made.pk), data={"kind": kind})
    return made


def organisation(code: str, name: str, *, former: str = "", regno: str = "") -> Organisation:
    """A body with its code and name, and what it was called and numbered before."""
    made = Organisation.objects.create(
        uscc=code, name=name, normal_name=names.normal(name), category=code[:2], district=code[2:8], status="active", source="test"
    )
    Identifier.objects.create(organisation=made, kind="uscc", value=code, valid_from=date(2016, 3, 1), source="test")
    changed = date(2019, 5, 1)
    Name.objects.create(organisation=made, name=name, normal_name=names.normal(name), valid_from=changed if former else None, source="test")
    if former:
        Name.objects.create(
            organisation=made,
            name=former,
            normal_name=names.normal(former),
            valid_from=date(2009, 1, 1),
            valid_until=changed,
            source="test",
        )
    if regno:
        Identifier.objects.create(
            organisation=made, kind="regno", value=regno, valid_from=date(2009, 1, 1), valid_until=date(2016, 3, 1), source="test"
        )
    return made


def add(
    department: Department, body: Organisation, kind: str, number: str, *, decided: date, klass: str, data: dict[str, str],
    until: date | None = None, held: str = "", official: dict[str, str] | None = None,
) -> Record:  # fmt: skip
    """A record with one revision."""
    regime = "permits" if kind == "permit" else "ndrc-36"
    shown = {} if held else {"shown_from": decided + timedelta(days=3), "shown_until": until or decided + timedelta(days=360)}
    made = Record(
        public_id=_id(), kind=kind, identity=uuid4(), organisation=body, department=department,
        organ_code=department.code, organ_name=department.name,
        decision_no=number, decided_on=decided, category=data.get("CF_CFLB") or data.get("XK_XKLB", ""), klass=klass, regime=regime,
        valid_until=until if kind == "permit" else None,
        basis="licensing-law:40" if kind == "permit" else "ndrc-36", held=held, revision=1, fingerprint=uuid4(), **shown,
    )  # fmt: skip
    sealed = sealing.seal([None if official is None else _json(official)])[0]
    Revision.objects.create(record_id=made.public_id, number=1, data=data, sealed=sealed, because="entered")
    made.save(force_insert=True)
    return made


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _id() -> UUID:
    """A UUIDv7 as the entering makes them: sorts by time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        (moment,) = cursor.fetchone()
    millis, rest = divmod(moment, 1000)
    return UUID(int=(millis << 80) | (0x7 << 76) | (rest << 66) | (0x2 << 62) | (uuid4().int & ((1 << 62) - 1)))
