"""``goodstanding city``: a synthetic city for trying out, training and load."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from goodstanding.city import founding


def _today(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date:
    """The day given, or today's in China."""
    return value.date() if value else (datetime.now(UTC) + timedelta(hours=8)).date()


@click.command(short_help="虚构一座城市的数据 Invent a city: register, departments, hand-in files, planted faults.")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--organisations", default=2_000, show_default=True, metavar="N", help="主体数 Organisations in the register.")
@click.option("--records", default=3_000, show_default=True, metavar="M", help="记录数 Rows handed in, over all files.")
@click.option("--seed", default=1, show_default=True, help="相同种子生成完全相同的文件 The same seed gives the same bytes.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_today,
    help="以哪一天为今天，默认当天 The city's today; give it to get the same bytes tomorrow.",
)
@click.option(
    "--faults",
    default=founding.FAULTS,
    show_default=True,
    metavar="RATE",
    help="植入差错的行所占比例 Share of rows with a planted fault, 0 to 1.",
)
@click.option(
    "--layout",
    type=click.Choice(["city", "bench"]),
    default="city",
    show_default=True,
    help="bench: 仅一个大的处罚文件 One big penalty file only.",
)
def city(directory: Path, organisations: int, records: int, seed: int, today: date, faults: float, layout: str) -> None:
    """在 DIRECTORY 中虚构一座城市：主体登记、部门、各部门报送文件、目录补充、表头对照，以及植入差错的清单 truth.csv。

    Invents a city in DIRECTORY: register.csv, departments.csv, files to hand in (files/, later/), the city's own catalogue
    (catalogue/), header mappings (mappings/) and truth.csv, which says what was planted where and which rule must find it.
    Every name, code and case is invented.
    """
    founding.found(directory, organisations=organisations, records=records, seed=seed, today=today, faults=faults, layout=layout)
    click.echo(f"{directory}: {organisations} 个主体、{records} 条记录 organisations and records, seed {seed}, {today}")
