"""Fill the database with the synthetic city, step by step, through the same doors as a real one: its departments found, its register
loaded, its departments' files handed in, checked, confirmed and entered. Cut off at any moment it goes on at the next start.
"""

from __future__ import annotations

import csv
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from goodstanding.departments import founding
from goodstanding.departments.models import Department, HeaderMapping, User
from goodstanding.departments.standing import SYSTEM, Standing, of_user
from goodstanding.intake import checking, confirming, entering, receiving, spool
from goodstanding.intake.receiving import About
from goodstanding.organisations.issues import assigning, finding
from goodstanding.organisations.models import Organisation, Registrar
from goodstanding.organisations.registering import register
from goodstanding.pipeline import mapping
from goodstanding.rules.texts import Text
from goodstanding.running import demo_cases, demo_checks, demo_delivery, demo_lists

Say = Callable[[str, str], None]
MARKET, ECOLOGY = "市场监督管理局", "生态环境局"
REGISTERS = {"9": MARKET}
"""Authority (first character of a code) -> the department that registers its bodies; the city has no department for the others."""


class Account(NamedTuple):
    """A demo sign-in."""

    username: str
    password: str
    what: Text


class Person(NamedTuple):
    """Who there is: role, department by the end of its name, and what he or she is for."""

    username: str
    role: str
    department: str
    what: Text


PEOPLE = (
    Person("steward", "steward", MARKET, Text("市场监管局数据报送员", "data steward, market regulation")),
    Person("ecology", "steward", ECOLOGY, Text("生态环境局数据报送员", "data steward, ecology and environment")),
    Person("official", "official", MARKET, Text("市场监管局业务查询员", "official, market regulation")),
    Person("head", "head", MARKET, Text("市场监管局负责人", "head of market regulation")),
    Person("clerk", "clerk", "", Text("信用信息中心经办人", "clerk of the centre")),
    Person("clerk2", "clerk", "", Text("信用信息中心经办人（复核）", "clerk of the centre, the second person")),
    Person("director", "director", "", Text("信用信息中心负责人", "director of the centre")),
    Person("auditor", "auditor", "", Text("审计员", "auditor")),
    Person("admin", "administrator", "", Text("系统管理员", "administrator")),
)
AGENT = Person("agent", "", "", Text("某公司的授权经办人", "acts for an organisation"))
"""Without an appointment: what the agent may do comes from a power."""


def fill(say: Say) -> list[Account]:
    """Whatever is still missing; the sign-ins."""
    city = settings.DEMO_DIR
    done = city / "filled"
    founding.found_departments(founding.read(city / "departments.csv"), by=SYSTEM)
    accounts = people(city / "sign-ins.json")
    if done.exists():
        return accounts
    if not Organisation.objects.exists():
        say("导入法人名录", "Loading the register of organisations")
        register(city / "register.csv", mapping.load(city / "mappings" / "register.toml"), by=SYSTEM)
    # Later lists, in order; one that was cut off is loaded again, and what was taken already changes nothing.
    for later in sorted((city / "register").glob("*.csv")):
        register(later, by=SYSTEM)
    for authority, department in REGISTERS.items():
        if not Registrar.objects.filter(authority=authority).exists():
            assigning.name_registrar(authority, "", Department.objects.get(name__endswith=department), by=SYSTEM)
    clerk = of_user(User.objects.get(username="clerk"))
    with (city / "files.csv").open(encoding="utf-8", newline="") as listed:
        files = list(csv.DictReader(listed))
    for number, file in enumerate(files, start=1):
        say(f"报送、检查并入库 {number}/{len(files)}：{file['file']}", f"handing in, checking, entering {number}/{len(files)}")
        hand_in(city / file["file"], file, by=clerk, confirm=not file["file"].startswith("later/"))
    say("查找代码问题", "looking for wrong and duplicate codes")
    finding.in_the_register(by=SYSTEM)
    say("异议和信用修复", "objections and repair")
    body = demo_cases.fill(User.objects.get(username=AGENT.username))
    if body is not None:
        say("名单和措施", "lists and measures")
        demo_lists.fill(body, Department.objects.get(name__endswith=MARKET))
        demo_checks.fill(body, Department.objects.get(name__endswith=MARKET))
        demo_delivery.fill(Department.objects.get(name__endswith=MARKET))
    done.touch()
    return accounts


def people(kept: Path) -> list[Account]:
    """The accounts, made where they are missing; their passwords are random and kept beside the city."""
    passwords: dict[str, str] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    everybody = (*PEOPLE, AGENT)
    if missing := [person.username for person in everybody if person.username not in passwords]:
        passwords |= {username: secrets.token_urlsafe(9) for username in missing}
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(passwords, file)
    for person in everybody:
        if not User.objects.filter(username=person.username).exists():
            user = founding.give_account(person.username, passwords[person.username], display_name=person.what.zh, by=SYSTEM)
            department = Department.objects.get(name__endswith=person.department) if person.department else None
            if person.role:
                founding.appoint(user, person.role, department, by=SYSTEM)
    return [Account(person.username, passwords[person.username], person.what) for person in everybody]


def hand_in(path: Path, listed: dict[str, str], *, by: Standing, confirm: bool) -> None:
    """One file of the city; the centre's clerk does it on the department's behalf, and the ledger says so."""
    department = Department.objects.get(code=listed["department"])
    if listed["mapping"]:
        known = mapping.load(settings.DEMO_DIR / "mappings" / listed["mapping"])
        HeaderMapping.objects.get_or_create(
            department=department, kind=listed["kind"], name=known.name, defaults={"mapping": mapping.to_dict(known), "saved_by": by.label}
        )
    about = About(department=department, kind=listed["kind"], channel="command", name=path.name)
    with path.open("rb") as stream:
        submission = receiving.receive(spool.pieces(stream), about, by=by, queue=False).submission
    checking.check(submission.id)
    submission.refresh_from_db()
    # A file in which nobody has said what a column is waits for its steward, as it would in life.
    if confirm and submission.state == "checked" and confirming.obstacle(submission) is None:
        confirming.confirm(submission, by=by, queue=False)
    entering.enter(submission.id)
