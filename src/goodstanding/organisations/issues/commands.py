"""``goodstanding code-issues``: wrong and duplicate codes without a browser."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from goodstanding.departments.models import Department
from goodstanding.ledger.standing import SYSTEM, Standing
from goodstanding.organisations.issues import finding, listing, reading_back, returning, saying
from goodstanding.organisations.issues.listing import Wanted
from goodstanding.organisations.models import ISSUES
from goodstanding.rules.procedure import Role
from goodstanding.rules.refusals import Missing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

FINDINGS = 1


@click.group()
def code_issues() -> None:
    """重错码：查找、列出、导出纠错回传表、回读。

    Wrong and duplicate codes: find, list, take the correction return out and read it back.
    """


@code_issues.command()
def find() -> None:
    """检查整个主体名录的现行代码和待核数据。 / Look through every code in force and every row that waits."""
    found = finding.in_the_register(by=SYSTEM)
    _say(text("organisations.issues.command.found", opened=found.opened, still=found.still, vanished=found.vanished))


@code_issues.command("list")
@click.option("--state", type=click.Choice([*listing.STATES, "closed"]), default="open", show_default=True, help="状态 / state")
@click.option("--kind", type=click.Choice(ISSUES), help="问题类型 / kind of issue")
@click.option("--department", metavar="CODE", help="核实部门的代码，none 为尚无部门 / the department's code, none for issues nobody has")
@click.option("--late", is_flag=True, help="只看逾期 / late ones only")
def list_(state: str, kind: str | None, department: str | None, *, late: bool) -> None:
    """列出代码问题，每行一个：编号、类型、代码、名称、部门、期限。 / One issue a line."""
    wanted = Wanted(state=state, kind=kind or "", department=department or "", late=late)
    for one in listing.listed(_operator(), wanted).iterator():
        name = one.organisation.name if one.organisation else one.name
        owner = one.department.name if one.department else "-"
        click.echo(f"{one.pk}\t{saying.kind_of(one).zh}\t{one.code}\t{name}\t{owner}\t{one.due_on or '-'}")


@code_issues.command()
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--department", metavar="CODE", help="只导出该部门的 / this department's only")
@click.option("--kind", type=click.Choice(ISSUES), help="问题类型 / kind of issue")
def export(to: Path, department: str | None, kind: str | None) -> None:
    """导出纠错回传表（.xlsx 或 .csv）。 / Take the correction return out, as .xlsx or .csv."""
    way = to.suffix.lower().removeprefix(".")
    if way not in returning.WAYS:
        raise click.BadParameter("文件名须以 .xlsx 或 .csv 结尾 / the name must end in .xlsx or .csv", param_hint="TO")
    by = _operator()
    waiting = listing.listed(by, Wanted(department=department or "", kind=kind or "")).filter(closed_at__isnull=True)
    to.write_bytes(returning.export(waiting, way, by=by))
    _say(text("organisations.issues.command.exported", n=waiting.count(), file=to))


@code_issues.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--department", metavar="CODE", help="以该部门名义，只能答复其问题 / for this department: its own issues only")
def read(file: Path, department: str | None) -> None:
    """读入填好的纠错回传表。退出码 0 全部采用，1 有未采用的行，2 文件无法使用。

    Read a filled correction return back. Exit code 0 all taken, 1 rows not taken, 2 the file cannot be used.
    """
    done = reading_back.read_back(file, file.name, by=_operator(department))
    finding.settle()
    counts = {"rows": done.rows, "taken": done.taken, "same": done.same, "empty": done.empty, "told": len(done.told)}
    _say(text("organisations.issues.return.counts", **counts))
    for one in done.told:
        click.echo(f"{one.line}\t{one.number}\t{one.why.zh} / {one.why.en}")
    sys.exit(FINDINGS if done.told else 0)


def _operator(department: str | None = None) -> Standing:
    """Whoever has the machine's own shell acts as the centre's clerk, or as the steward of the department named."""
    label = f"{getpass.getuser()} (command line)"
    if department is None:
        return Standing(label=label, role=Role.CLERK)
    found = Department.objects.filter(code=department.strip().upper()).first()
    if found is None:
        raise Missing("DEPARTMENT_UNKNOWN", text("organisations.issues.command.no_department", code=department[:40]))
    return Standing(label=f"{label}（{found}）", role=Role.STEWARD, department_id=found.pk)


def _say(what: Text) -> None:
    click.echo(f"{what.zh}\n{what.en}")
