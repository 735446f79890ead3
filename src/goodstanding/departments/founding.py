"""Departments and accounts, made by an administrator or for the demo. Everything may be repeated and changes nothing the second time."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Alias, Appointment, Department, Feed, User
from goodstanding.departments.standing import Standing
from goodstanding.ledger import writing
from goodstanding.rules import uscc
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Missing, Refused, Unusable
from goodstanding.rules.texts import Text

COLUMNS = ("code", "name", "name_en", "short_name", "district", "kinds")
RHYTHM = "feed_rhythm"
"""How often a department is expected to hand in, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Line:
    """One department of a list."""

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    district: str
    kinds: tuple[str, ...]


def read(path: Path) -> list[Line]:
    """A CSV with COLUMNS; several short names or kinds are joined with ``;``. Raises ``Unusable``, naming the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError):
        raise Unusable(
            "DEPARTMENTS_UNREADABLE",
            Text("无法读取部门清单，请提供 UTF-8 编码的 CSV 文件。", "The list cannot be read; give a CSV file in UTF-8."),
        ) from None
    if not rows or not {"code", "name"} <= set(rows[0]):
        raise Unusable(
            "DEPARTMENTS_COLUMNS",
            Text(f"部门清单应有以下列：{'、'.join(COLUMNS)}。", f"The list needs these columns: {', '.join(COLUMNS)}."),
        )
    return [_line(number, row) for number, row in enumerate(rows, start=2)]


def _line(number: int, row: dict[str, str]) -> Line:
    verdict = uscc.check(row["code"] or "")
    if not verdict.ok or not (row["name"] or "").strip():
        raise Unusable(
            "DEPARTMENT_LINE",
            Text(
                f"部门清单第 {number} 行的统一社会信用代码或名称有误，请更正后重新导入。",
                f"Line {number}: the code or the name is wrong; correct it and load the list again.",
            ),
        )
    return Line(
        verdict.code, row["name"].strip(), (row.get("name_en") or "").strip(), _split(row.get("short_name")),
        (row.get("district") or "").strip(), _split(row.get("kinds")),
    )  # fmt: skip


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(";") if part.strip())


def found_departments(lines: Iterable[Line], *, by: Standing) -> int:
    """Make the departments that are not there yet, with their other names and what is expected of them; how many were new."""
    require(by, "found_departments")
    new, days = 0, load(settings.CITY_CATALOGUE).terms[RHYTHM].count
    with transaction.atomic():
        for line in lines:
            department, created = Department.objects.get_or_create(
                code=line.code, defaults={"name": line.name, "name_en": line.name_en, "district": line.district}
            )
            for name in line.aliases:
                Alias.objects.get_or_create(name=name, defaults={"department": department})
            for kind in line.kinds:
                Feed.objects.get_or_create(
                    department=department, kind=kind, defaults={"every_days": days, "starts_on": timezone.localdate()}
                )
            if created:
                new += 1
                writing.write(Event.DEPARTMENT_CREATED, department, by=by, data={"code": line.code})
    return new


def give_account(username: str, password: str, *, display_name: str = "", email: str = "", by: Standing) -> User:
    """A new account, without any role yet. Raises ``Refused`` where the name is taken."""
    require(by, "give_accounts")
    if User.objects.filter(username=username).exists():
        raise Refused("ACCOUNT_TAKEN", Text(f"登录名 {username} 已被使用。", f"The sign-in name {username} is taken."))
    with transaction.atomic():
        user = User.objects.create_user(username, password, display_name=display_name, email=email)
        writing.write(Event.ACCOUNT_CREATED, user, by=by)
    return user


def appoint(
    user: User, role: str, department: Department | None, *, starts_on: date | None = None, ends_on: date | None = None, by: Standing
) -> Appointment:
    """Give a role from a day on (today) to a day (both included)."""
    require(by, "give_accounts")
    with transaction.atomic():
        made = Appointment.objects.create(
            user=user, role=role, department=department, starts_on=starts_on or timezone.localdate(), ends_on=ends_on
        )
        writing.write(Event.APPOINTMENT_MADE, made, by=by, data={"role": role, "user": user.pk})
    return made


def end_appointment(appointment: Appointment, *, on: date | None = None, because: str, by: Standing) -> None:
    """Its last day is ``on`` (yesterday): from today the role is gone. Sessions need not be ended, standing is asked at each request."""
    require(by, "give_accounts")
    last = on or timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        Appointment.objects.filter(pk=appointment.pk).update(ends_on=max(last, appointment.starts_on))
        writing.write(Event.APPOINTMENT_ENDED, appointment, by=by, because=because)


def reset_password(user: User, password: str, *, by: Standing) -> None:
    """A new password; every session of the old one ends."""
    require(by, "give_accounts")
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        writing.write(Event.ACCOUNT_PASSWORD_RESET, user, by=by)


def department(code: str) -> Department:
    """By its code. Raises ``Missing``."""
    found = Department.objects.filter(code=uscc.clean(code)).first()
    if found is None:
        raise Missing(
            "DEPARTMENT_UNKNOWN",
            Text(
                f"没有代码为 {code} 的部门，请先导入部门清单。", f"No department has the code {code}; load the list of departments first."
            ),
        )
    return found
