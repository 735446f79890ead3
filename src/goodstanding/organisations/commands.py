"""``goodstanding register``: load the register of organisations."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.registering import Registered
from goodstanding.organisations.registering import register as take_in
from goodstanding.pipeline import mapping as mappings
from goodstanding.ui.texts import text

_HELP = """导入法人名录（CSV、XLSX 等）：名称、统一社会信用代码和旧代码。可反复导入，同一文件再导入不产生变化。

Load the register of organisations: names, Unified Social Credit Codes, older codes. The same file twice changes nothing.

\b
例 Examples
  goodstanding register 名录.csv
  goodstanding register taxpayers.xlsx --mapping 税务名录.toml --as-of 2026-11-01
  goodstanding register 名录.csv --findings 待核实.csv

\b
各栏 Columns
  名称 + 统一社会信用代码 | 代码 | 组织机构代码 | 工商注册号 | 税务登记号 …，其他栏忽略 other columns are left out
  --mapping: kind = "register"，[columns] "原表头" = "字段"
  字段 fields: name uscc code orgcode regno taxno institution social former district status since
    address changed_on closed_on parent predecessor successor correct

\b
退出码 Exit codes
  0  全部纳入 everything was taken   1  有未纳入或需说明的行 findings   2  文件无法使用 the file cannot be used
"""
FINDINGS, CLEAN = 1, 0


@click.command(help=_HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="M.toml",
    help="各栏的对照关系 / what the columns stand for",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="更名、换码、登记情况变化的起始日，默认今天 / the day changes began, today by default",
)
@click.option(
    "--findings",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.csv",
    help="未纳入清单，默认写到 FILE-findings.csv / where to write what was left out",
)
@click.option("--correct", is_flag=True, help="本文件更正名录以前的错误记载 / the file puts right what an earlier one said wrongly")
def register(file: Path, mapping_file: Path | None, as_of: datetime | None, findings: Path | None, correct: bool) -> None:
    """See ``_HELP``."""
    mapping = mappings.load(mapping_file) if mapping_file else None
    bars = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*bars, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(file.name, total=1.0)
        done = take_in(
            file,
            mapping,
            by=SYSTEM,
            as_of=as_of.date() if as_of else None,
            correct=correct,
            progress=lambda _stage, part: progress.update(task, completed=part),
        )
    click.echo(_line("rows", n=done.rows))
    for outcome, number in done.outcomes.items():
        if number:
            click.echo(f"  {_line(outcome, n=number)}")
    if done.findings:
        to = findings or Path.cwd() / f"{file.stem}-findings.csv"
        write_findings(done, to)
        click.echo(_line("left", n=len(done.findings), file=to))
    sys.exit(FINDINGS if done.findings else CLEAN)


def write_findings(done: Registered, to: Path) -> None:
    """One line for each finding, in both languages, safe to open in a spreadsheet."""
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["行号 line", "栏 column", "值 value", "代码 rule", "说明", "meaning"])
        for line, rule, field, value in done.findings:
            said = text("organisations.register.finding", rule)
            out.writerow([line, field or "", _inert(value or ""), rule, said.zh, said.en])


def _inert(value: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _line(key: str, **values: object) -> str:
    said = text("organisations.register", key, **values)
    return f"{said.zh} / {said.en}"
