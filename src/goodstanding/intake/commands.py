"""``goodstanding intake``: handing in without a browser."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

import click
from django.conf import settings
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake import checking, confirming, entering, receiving, reporting, spool
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About
from goodstanding.intake.telling import tell_of
from goodstanding.rules.findings import title
from goodstanding.rules.loading import load
from goodstanding.rules.procedure import Role
from goodstanding.rules.refusals import Missing, Unusable
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--department", required=True, metavar="CODE", help="数据来源单位的统一社会信用代码 / the department's code")
@click.option("--kind", required=True, metavar="KIND", help="数据种类：permit 或 penalty / kind of record: permit or penalty")
@click.option("--confirm", is_flag=True, help="检查后即确认，合格的行入库 / confirm after the check: rows without faults enter")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="报告写到 .xlsx 或 .json / write the report to .xlsx or .json"
)
def intake(file: Path, department: str, kind: str, *, confirm: bool, report: Path | None) -> None:
    """以命令行报送一个文件：接收、逐行检查，加 --confirm 则合格的行入库。

    Hand in a file: it is received and every row is checked; with --confirm the rows without faults enter.

    退出码 / exit code: 0 无错误 clean, 1 有错误 faults found, 2 无法检查 unusable.
    """
    by = operator()
    about = About(department=_department(department), kind=kind, channel="command", name=file.name)
    with file.open("rb") as stream:
        handed = receiving.receive(spool.pieces(stream), about, by=by, queue=False)
    found = handed.submission
    if handed.again:
        _say(text("intake.hand_in.again", reference=found.reference))
    _working(found, checking.check)
    found.refresh_from_db()
    if found.state == "refused":
        raise Unusable(found.refusal["code"], Text(found.refusal["zh"], found.refusal["en"]))
    if report is not None:
        reporting.write(found, report.resolve())
    if confirm and found.state == "checked":
        confirming.confirm(found, by=by, queue=False)
        _working(found, entering.enter)
        found.refresh_from_db()
    _summary(found)
    raise SystemExit(FINDINGS if found.faulty else CLEAN)


def operator() -> Standing:
    """Whoever has the machine's own shell acts as the centre's clerk, under the name of the account."""
    return Standing(label=f"{getpass.getuser()} (command line)", role=Role.CLERK)


def _department(code: str) -> Department:
    found = Department.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise Missing("DEPARTMENT_UNKNOWN", text("intake.refused.department_unknown", code=code[:40]))
    return found


def _working(found: Submission, work: Callable[..., None]) -> None:
    """Run a job here, with a bar, instead of leaving it to a worker."""
    keep = tell_of(found.id)
    with Progress(console=Console(stderr=True)) as bars:
        bar = bars.add_task("", total=1.0)

        def tell(stage: str, done: float) -> None:
            keep(stage, done)
            bars.update(bar, description=stage, completed=done)

        work(found.id, tell=tell)
        bars.update(bar, completed=1.0)


def _summary(found: Submission) -> None:
    catalogue = load(settings.CITY_CATALOGUE)
    table = Table(title=f"{found.reference}  {_both(text('intake.state', found.state))}")
    table.add_column(_both(text("intake.submission.figures")))
    table.add_column("", justify="right")
    for name in ("rows", "good", "faulty", "persons"):
        table.add_row(_both(text("intake.submission", name)), f"{found.found.get(name, 0):,}")
    for name, number in found.entered.items():
        table.add_row(_both(text("intake.entered", name)), f"{number:,}")
    for rule, number in sorted(found.found.get("by_rule", {}).items(), key=lambda pair: -pair[1]):
        table.add_row(f"  {rule} {_both(title(rule, catalogue.kinds[found.kind], catalogue))}", f"{number:,}")
    Console().print(table)


def _both(what: Text) -> str:
    return f"{what.zh} / {what.en}"


def _say(what: Text) -> None:
    click.echo(f"{what.zh}\n{what.en}")
