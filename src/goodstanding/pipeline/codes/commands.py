"""``goodstanding code`` explains codes, ``goodstanding codes`` judges a file of them. Neither needs a database."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from goodstanding.pipeline.codes.on_screen import Screen
from goodstanding.pipeline.codes.run import Lookup, Told, run
from goodstanding.pipeline.codes.writing import WRITERS
from goodstanding.rules.codes.explaining import explain

CLEAN, FINDINGS = 0, 1
_RIGHT = frozenset({"right", "unchecked"})
_CODE_HELP = """逐段解读统一社会信用代码和各类旧代码：含义、校验码、问题、更正建议、可推得的代码。不需要数据库。

Explain codes, new and old: parts, check characters, faults, a likely correction, what follows from them. Needs no database.

\b
例 Examples
  goodstanding code 914403001922038216
  goodstanding code 19220382-1 330100400013364 --language zh

\b
退出码 Exit codes
  0  均符合编码规则 all well formed   1  有不符合的 some are not
"""
_CODES_HELP = """核对一个文件中的代码：逐行给出结果、原因、更正建议和可推得的代码，百万行只需几秒。不需要数据库（--register 除外）。

Judge a file of codes: verdict, reasons, suggestion and conversion for every line. Needs no database but for --register.

\b
例 Examples
  goodstanding codes 代码清单.xlsx --out 核对结果.xlsx
  goodstanding codes export.csv --column 纳税人识别号 --out verdicts.parquet
  goodstanding codes 旧注册号.csv --register --out 对照.csv

\b
说明 Notes
  代码栏按表头识别，只有一栏的文件不需要表头 the column is told by its heading; a file of one column needs none
  个人证件号码以 *** 代替，不查询 personal numbers are masked and never looked up

\b
退出码 Exit codes
  0  均符合编码规则 all well formed   1  有不符合的 some are not   2  文件无法使用 the file cannot be used
"""
_LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), help="只用一种语言显示，默认中英文对照 / one language only")


@click.command(help=_CODE_HELP)
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
@_LANGUAGE
@click.pass_context
def code(context: click.Context, codes: tuple[str, ...], language: str | None) -> None:
    """See ``_CODE_HELP``."""
    screen = Screen(Console(), language)
    explained = [explain(one) for one in codes]
    for it in explained:
        screen.explain(it)
    context.exit(CLEAN if all(it.verdict in _RIGHT for it in explained) else FINDINGS)


@click.command(help=_CODES_HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT", help="结果文件 .csv .xlsx .parquet / where to write")
@click.option("--column", default="", metavar="NAME", help="代码栏的栏名或者第几栏 / the column, by heading or number")
@click.option(
    "--register", is_flag=True, help="用名录查出对应的统一社会信用代码（需要数据库） / look codes up in the register (needs the database)"
)
@_LANGUAGE
@click.pass_context
def codes(context: click.Context, file: Path, out: Path | None, column: str, language: str | None, *, register: bool) -> None:
    """See ``_CODES_HELP``."""
    if out and out.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"要以 {' '.join(WRITERS)} 结尾 / must end in one of them", param_hint="--out")
    lookup: Lookup | None = context.obj if register else None
    told = _watched(file, out, column, lookup)
    Screen(Console(), language).told(told)
    if out:
        click.echo(f"→ {out}")
    context.exit(CLEAN if set(told.verdicts) <= _RIGHT else FINDINGS)


def _watched(file: Path, out: Path | None, column: str, lookup: Lookup | None) -> Told:
    """With a bar on standard error; nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = TextColumn("核对 judging"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        return run(file, out, column=column, lookup=lookup, progress=lambda done: progress.update(task, completed=done))
