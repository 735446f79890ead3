"""A city small enough to quarrel about: one organisation, records that came in a file, people on every side."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import SYSTEM, Standing, from_appointment
from goodstanding.intake import checking, entering
from goodstanding.intake.confirming import confirm
from goodstanding.intake.receiving import About, receive
from goodstanding.objections import accepting, answering, filing, forwarding
from goodstanding.objections.filing import Filing
from goodstanding.objections.models import Inquiry, Objection
from goodstanding.organisations.models import Organisation
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records.entering import enter as enter_rows
from goodstanding.records.models import Record
from goodstanding.representing.acting import as_representative
from goodstanding.representing.models import Power
from tests.intake.rows import as_csv, found, penalty
from tests.records.handing_in import hand_in

_numbers = itertools.count(1)
PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
    b"0000000058 00000 n \n0000000115 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n"
)


def upload(content: bytes = PDF, name: str = "decision.pdf") -> Upload:
    """A paper as a form brings it; each is its own."""
    return Upload("file", name, content)


@dataclass
class Town:
    """Who there is."""

    department: Department
    organisation: Organisation
    records: list[Record]
    alice: Standing
    steward: Standing
    head: Standing
    clerk: Standing
    other: Standing
    director: Standing
    users: dict[str, User]

    @property
    def record(self) -> Record:
        return self.records[0]


def build(*, rows: int = 2, decided: date | None = None, as_file: bool = False) -> Town:
    """One department with penalties of one organisation, handed in as a file and shown today."""
    day = decided or timezone.localdate() - timedelta(days=30)
    market = Department.objects.create(
        code="11330100MB1F45629T", name="甘泉市市场监督管理局", name_en="Ganquan Market Regulation", district="330100"
    )
    users = {}
    standings = {}
    for name, role, where in (
        ("steward", "steward", market), ("head", "head", market), ("clerk", "clerk", None), ("other", "clerk", None),
        ("director", "director", None),
    ):  # fmt: skip
        user = someone(name)
        users[name] = user
        standings[name] = from_appointment(Appointment.objects.create(user=user, role=role, department=where, starts_on=date(2020, 1, 1)))
    organisation = found(1)
    records = enter(
        market,
        [
            penalty(1, CF_WSH=f"甘市监罚〔2026〕{n}号", CF_JDRQ=f"{day:%Y/%m/%d}", CF_GSJZQ=f"{day + timedelta(days=360):%Y/%m/%d}")
            for n in range(1, rows + 1)
        ],
        standings["steward"],
        as_file=as_file,
    )
    alice, standing = represent(organisation)
    users["alice"] = alice
    return Town(market, organisation, records, standing, standings["steward"], standings["head"], standings["clerk"], standings["other"],
                standings["director"], users)  # fmt: skip


def enter(department: Department, rows: list[dict[str, str]], by: Standing, *, as_file: bool = False) -> list[Record]:
    """``as_file``: through the door, as every file: received, checked, confirmed, entered; else as if it had been."""
    before = set(Record.everything.values_list("pk", flat=True))
    if as_file:
        submission = receive([as_csv(rows)], About(department=department, kind="penalty", channel="web", name="a.csv"), by=by).submission
        checking.check(submission.id)
        submission.refresh_from_db()
        confirm(submission, by=by)
        entering.enter(submission.id)
    else:
        cleaned = [{code: _clean(value) for code, value in row.items() if code not in DROPPED} for row in rows]
        handed = hand_in(Path(settings.DATA_DIR), department, cleaned)
        enter_rows(handed.folder, handed, by=SYSTEM)
    return sorted(Record.everything.exclude(pk__in=before), key=lambda one: one.decision_no)


DROPPED = ("CF_FR_ZJLX", "CF_FR_ZJHM", "CF_XDR_ZJLX", "CF_XDR_ZJHM")


def _clean(value: str) -> str | None:
    return value.replace("/", "-") or None


def someone(name: str) -> User:
    """An account; tests sign in without a password, whose hash would take longer than the test."""
    return User.objects.create(username=f"{name}{next(_numbers)}", display_name=name.title(), email=f"{name}@example.cn", password="!")


def represent(organisation: Organisation, *, until: date | None = None) -> tuple[User, Standing]:
    """Somebody with a power in force."""
    user = someone("agent")
    today = timezone.localdate()
    letter = take(upload(), purpose="power.letter", by=Standing(label="test", user_id=user.pk))
    last = until or today + timedelta(days=100)
    first = min(today, last) - timedelta(days=10)
    power = Power.objects.create(
        user=user, organisation=organisation, letter=letter, wanted_from=first, wanted_until=last, starts_on=first, ends_on=last,
        state="granted", decided_by="test", decided_at=timezone.now(),
    )  # fmt: skip
    return user, as_representative(power, organisation)


def filed(
    town: Town, *, ground: str = "wrong", fields: Mapping[str, str] | None = None, records: list[Record] | None = None, **more: Any
) -> Objection:
    """An objection over the first record, or those named."""
    about = {one.pk: dict(fields or {"CF_NR_FK": "0.1"}) for one in records or town.records[:1]}
    said = Filing(
        organisation=town.organisation,
        token=uuid4(),
        ground=ground,
        words="罚款金额与决定书不一致，电话13800138000。",
        records=about,
        **more,
    )
    return filing.file(said, by=town.alice)


def accepted(town: Town, **how: Any) -> Objection:
    """Filed and accepted."""
    made = filed(town, **how)
    accepting.accept(made, by=town.clerk)
    return made


def forwarded(town: Town, **how: Any) -> tuple[Objection, Inquiry]:
    """Accepted, and its source asked."""
    made = accepted(town, **how)
    asked = forwarding.forward(made, by=town.clerk)
    return made, asked[0]


def answered(
    town: Town, answer: str = "confirms", values: Mapping[UUID, Mapping[str, str]] | None = None, **how: Any
) -> tuple[Objection, Inquiry]:
    """Its source has answered."""
    made, asked = forwarded(town, **how)
    said = answering.Answer(answer=answer, words="已核对决定书原件。", document=upload(), values=values or {})
    answering.answer(asked, said, by=town.steward)
    made.refresh_from_db()
    return made, asked


Day = Callable[[date], None]
