"""``goodstanding check``: what a steward runs before handing in. Needs no database and leaves nothing behind."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from goodstanding.pipeline import mapping as mappings
from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.report import as_json, on_screen, workbook
from goodstanding.pipeline.run import examine
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import CatalogueError, load
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
_WRITERS = {".xlsx": workbook.write, ".json": as_json.write}
_STAGES = {"reading": "读取 reading", "checking": "校验 checking", "looking": "复核 looking", "writing": "汇总 writing"}
_HELP = """检查一个报送文件：逐行核对每一条规则，列出全部问题。不需要数据库，文件内容不会保留。

Check a file before it is handed in: every rule on every row, every finding. Needs no database and keeps nothing.

\b
例 Examples
  goodstanding check 行政处罚.xlsx
  goodstanding check permits.csv --kind permit --report 校验结果.xlsx
  goodstanding check export.csv --mapping 本局对照.toml --report report.json
  goodstanding check 行政许可.xls --city 城市目录 --language zh

\b
格式 Formats
  .xlsx .xls CSV(UTF-8, GB18030; 逗号 制表符 分号) SpreadsheetML JSON NDJSON，按内容识别 told by their content

\b
退出码 Exit codes
  0  没有问题 nothing to correct or look at
  1  有错误或提醒 errors or warnings
  2  文件无法使用，原因见提示 the file cannot be used, and the sentence says why
"""


@click.command(help=_HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", metavar="KIND", help="事项类型 permit 或 penalty，不填则按表头判断 / the kind; without it the header tells")
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path),
    metavar="M.toml",
    help="本单位表头的对照关系 / a mapping for your own headers",
)
@click.option("--report", type=click.Path(path_type=Path), metavar="OUT", help="把结果写成 .xlsx（原表标注）或 .json / write the report")
@click.option("--city", type=click.Path(path_type=Path), metavar="DIR", help="本市目录（叠加在国家目录上）/ a city's own catalogue folder")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="按哪一天检查，默认今天（北京时间）/ the day to check as of"
)
@click.option("--language", type=click.Choice(["zh", "en"]), help="只用一种语言显示，默认中英文对照 / one language only")
@click.option("--first", default=10, show_default=True, metavar="N", help="屏幕上列出前几条 / how many findings to list")
@click.pass_context
def check(
    context: click.Context, file: Path, kind: str | None, mapping_file: Path | None, report: Path | None, city: Path | None,
    today: datetime | None, language: str | None, first: int,
) -> None:  # fmt: skip
    """See ``_HELP``."""
    screen = on_screen.Screen(Console(), language)
    try:
        if report and report.suffix.lower() not in _WRITERS:
            raise click.BadParameter("要以 .xlsx 或 .json 结尾 / must end in .xlsx or .json", param_hint="--report")
        if not file.is_file():
            raise click.BadParameter(f"没有这个文件 / no such file: {file}", param_hint="FILE")
        catalogue = load(city)
        day = today.date() if today else datetime.now(ZoneInfo("Asia/Shanghai")).date()
        with tempfile.TemporaryDirectory(prefix="goodstanding-") as folder:
            keep = report is not None and report.suffix.lower() == ".xlsx"  # only the workbook back needs the rows again
            found = _examine(file, Path(folder) / "examined", catalogue, kind, mapping_file, day, keep=keep)
            if report:
                _WRITERS[report.suffix.lower()](Path(folder) / "examined", found, report, catalogue)
            screen.show(Path(folder) / "examined", found, catalogue, first=first, report=report)
    except Refused as refused:
        screen.refuse(refused.code, refused.why)
        context.exit(UNUSABLE)
    except CatalogueError as fault:
        screen.refuse("CATALOGUE", Text(f"目录有误：{fault}", f"The catalogue is wrong: {fault}"))
        context.exit(UNUSABLE)
    context.exit(FINDINGS if on_screen.needs_attention(found) else CLEAN)


def _examine(
    file: Path, into: Path, catalogue: Catalogue, kind: str | None, mapping_file: Path | None, today: date, *, keep: bool
) -> Examined:
    if kind is not None and kind not in catalogue.kinds:
        raise click.BadParameter(f"{kind}: {' / '.join(catalogue.kinds)}", param_hint="--kind")
    mapping = mappings.load(mapping_file) if mapping_file else None
    chosen = catalogue.kinds[kind] if kind else None
    with _bar() as bar:
        return examine(
            file, name=file.name, into=into, catalogue=catalogue, kind=chosen, mapping=mapping, today=today, progress=bar, keep=keep
        )


@contextmanager
def _bar() -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error; nothing where that is no terminal."""
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda stage, done: progress.update(task, description=_STAGES.get(stage, stage), completed=done)
