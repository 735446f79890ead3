"""Departments and accounts from a list; repeating changes nothing; a bad line stops it whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction
from django.test import Client

from goodstanding.departments import founding
from goodstanding.departments.commands import account
from goodstanding.departments.models import Alias, ApiClient, Department, Feed, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.rules.refusals import Forbidden, Refused, Unusable

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEADER = "code,name,name_en,short_name,district,kinds\n"
LINE = "11341400MB1F45626D,临澜市市场监督管理局,Market Regulation,市场监管局;市监局,341400,permit;penalty\n"


def listed(tmp_path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    """A list of departments."""
    path = tmp_path / "departments.csv"
    path.write_text(text, encoding)
    return path


def test_a_department_is_never_deleted_because_records_name_it(market: Department) -> None:
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        market.delete()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM departments_department")
    market.ends_on = date(2026, 12, 31)
    market.save()
    assert Department.objects.get().ends_on == date(2026, 12, 31)


def test_a_list_makes_departments_their_other_names_and_their_feeds_once(tmp_path: Path) -> None:
    lines = founding.read(listed(tmp_path, HEADER + LINE))
    assert founding.found_departments(lines, by=SYSTEM) == 1
    assert founding.found_departments(lines, by=SYSTEM) == 0
    assert Department.objects.get().district == "341400"
    assert set(Alias.objects.values_list("name", flat=True)) == {"市场监管局", "市监局"}
    assert set(Feed.objects.values_list("kind", flat=True)) == {"permit", "penalty"}
    assert Entry.objects.filter(event="department:created").count() == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEADER + LINE + LINE.replace("45626D", "45626X"), "DEPARTMENT_LINE"),
        (HEADER + LINE.replace("临澜市市场监督管理局", " "), "DEPARTMENT_LINE"),
        ("代码,名称\n1,2\n", "DEPARTMENTS_COLUMNS"),
        ("", "DEPARTMENTS_COLUMNS"),
    ],
)
def test_a_bad_list_is_refused_with_a_sentence_and_nothing_is_made(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Unusable, match=code):
        founding.found_departments(founding.read(listed(tmp_path, text)), by=SYSTEM)
    assert not Department.objects.exists()


def test_a_list_in_another_encoding_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="DEPARTMENTS_UNREADABLE"):
        founding.read(listed(tmp_path, HEADER + LINE, "gb18030"))


def test_only_the_administrator_gives_accounts(clerk: User, administrator: User, standing_of: Callable[[User], Standing]) -> None:
    with pytest.raises(Forbidden):
        founding.give_account("new", "a long enough password", by=standing_of(clerk))
    assert founding.give_account("new", "a long enough password", by=standing_of(administrator)).username == "new"
    with pytest.raises(Refused, match="ACCOUNT_TAKEN"):
        founding.give_account("new", "a long enough password", by=standing_of(administrator))


def test_an_ended_role_is_gone_the_same_day(steward: User, market: Department, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(steward)
    assert "市场监督管理局" in client.get("/account/roles/").content.decode()
    founding.end_appointment(steward.appointments.get(), because="moved to another office", by=SYSTEM)
    assert "目前没有任职" in client.get("/account/roles/").content.decode()


def test_the_commands_make_an_account_that_can_sign_in_and_a_token(market: Department, client: Client) -> None:
    run = CliRunner()
    made = run.invoke(account, ["add", "wang", "--role", "steward", "--department", market.code, "--name", "王"])
    assert made.exit_code == 0, made.output
    password = made.output.rsplit(": ", 1)[1].strip()
    assert client.login(username="wang", password=password)
    again = run.invoke(account, ["password", "wang"]).output.rsplit(": ", 1)[1].strip()
    assert again != password
    assert not Client().login(username="wang", password=password)
    token = run.invoke(account, ["token", "许可系统", "--department", market.code]).output.split()[0]
    assert ApiClient.objects.get().hint == token[:8]
