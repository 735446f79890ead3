"""``goodstanding account``: departments, accounts, roles and tokens, for whoever has the machine."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from django.utils import timezone

from goodstanding.departments import feeds, founding, tokens
from goodstanding.departments.models import ROLES, SCOPES, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def account() -> None:
    """管理报送部门、账号、岗位和接口令牌。 / Departments, accounts, roles, API tokens."""


@account.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def departments(file: Path) -> None:
    """导入部门清单（CSV：code,name,name_en,short_name,district,kinds）。 / Load the list of departments."""
    lines = founding.read(file)
    new = founding.found_departments(lines, by=SYSTEM)
    click.echo(f"清单 {len(lines)} 个部门，新增 {new} 个。/ {len(lines)} departments in the list, {new} new.")


@account.command()
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), required=True, help="岗位 / role")
@click.option("--department", "code", help="部门代码（报送员、查询员必填）/ the department's code, for steward and official")
@click.option("--name", default="", help="姓名 / name to show")
@click.option("--email", default="", help="单位邮箱 / office mail")
@click.option("--until", type=DAY, help="任职截止日 / last day of the role")
def add(username: str, role: str, code: str | None, name: str, email: str, until: datetime | None) -> None:
    """新建账号并显示一次初始密码。 / A new account; its first password is shown once."""
    password = secrets.token_urlsafe(12)
    department = founding.department(code) if code else None
    user = founding.give_account(username, password, display_name=name, email=email, by=SYSTEM)
    founding.appoint(user, role, department, ends_on=until.date() if until else None, by=SYSTEM)
    click.echo(f"登录名 / sign-in name: {username}\n初始密码 / first password: {password}")


@account.command()
@click.argument("username")
def password(username: str) -> None:
    """重置密码并显示一次。 / Set a new password and show it once."""
    new = secrets.token_urlsafe(12)
    founding.reset_password(_user(username), new, by=SYSTEM)
    click.echo(f"新密码 / new password: {new}")


@account.command()
@click.argument("username")
@click.option("--because", required=True, help="原因，写入日志 / the reason, kept in the ledger")
def end(username: str, because: str) -> None:
    """终止账号的全部岗位。 / End every role of an account."""
    for held in _user(username).appointments.filter(ends_on=None):
        founding.end_appointment(held, because=because, by=SYSTEM)
    click.echo("已终止。/ Ended.")


@account.command()
@click.argument("name")
@click.option("--department", "code", required=True, help="部门代码 / the department's code")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, default=("intake:write", "intake:read"), help="权限 / scope")
@click.option("--days", type=click.IntRange(1, 730), default=365, help="有效天数 / days it is good for")
def token(name: str, code: str, scopes: tuple[str, ...], days: int) -> None:
    """为部门的系统发放接口令牌，只显示一次。 / An API token for a department's system, shown once."""
    ends_on: date = timezone.localdate() + timedelta(days=days)
    client, secret = tokens.give(name=name, department=founding.department(code), scopes=scopes, ends_on=ends_on, by=SYSTEM)
    click.echo(f"{secret}\nclient_id: {client.pk}\n有效至 / good until {client.ends_on}。")
    click.echo("请立即保存，之后无法再次查看。/ Keep it now; it cannot be shown again.")


@account.command()
def freshness() -> None:
    """各部门数据的更新情况。 / How fresh each department's data are."""
    for one in feeds.freshness():
        last = timezone.localtime(one.last).strftime("%Y-%m-%d %H:%M") if one.last else "-"
        mark = "逾期 / late" if one.late else ""
        click.echo(f"{one.department}\t{one.kind}\t{last}\t{one.due_on}\t{mark}")


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Missing("ACCOUNT_UNKNOWN", Text(f"没有登录名为 {username} 的账号。", f"There is no account {username}."))
    return user
