"""What ``up`` does before Django reads its settings: signals, and the synthetic city, whose catalogue the settings name."""

from __future__ import annotations

import shutil
import signal
from datetime import date, datetime
from types import FrameType
from zoneinfo import ZoneInfo

import click

from goodstanding import env
from goodstanding.city.founding import found
from goodstanding.rules.loading import load

ORGANISATIONS, RECORDS, SEED = 3_000, 4_000, 2026


def stop_on_signals() -> None:
    """SIGTERM and SIGHUP end it the way Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, stop)


def city() -> None:
    """Where DEMO is asked for and there is no city yet: make one, whole or not at all."""
    data_dir = env.folder("DATA_DIR", "var")
    there = data_dir / "demo"
    if not env.flag("DEMO") or there.is_dir():
        return
    click.echo("首次启动：正在生成虚构城市 / First start: making a synthetic city", err=True)
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / "demo.new"
    shutil.rmtree(fresh, ignore_errors=True)
    found(fresh, organisations=ORGANISATIONS, records=RECORDS, seed=SEED, today=today())
    fresh.rename(there)


def today() -> date:
    """Today in China, or the last day whose working days are published: a city without them could not date its decisions."""
    last = date(max(load().calendar.years), 12, 31)
    return min(datetime.now(ZoneInfo("Asia/Shanghai")).date(), last)
