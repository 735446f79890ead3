"""What ``up`` does before Django reads its settings: it refuses what cannot work, listens for signals, and makes the synthetic city,
whose catalogue the settings name.
"""

from __future__ import annotations

import errno
import fcntl
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

import click

from goodstanding import env
from goodstanding.city.founding import found
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text

ORGANISATIONS, RECORDS, SEED = 3_000, 4_000, 2026


def stop_on_signals() -> None:
    """SIGTERM and SIGHUP end it the way Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, stop)


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """One ``up`` for a data folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "up.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                "ALREADY_UP",
                Text(
                    "使用同一数据目录的服务已在运行。请先停止它，或通过 DATA_DIR 指定另一个目录。",
                    "Another one is already running on this data folder. Stop it first, or name another folder with DATA_DIR.",
                ),
            ) from None
        yield


def refuse_taken_port(address: str, port: int) -> None:
    """Say so before anything is started."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise _port_refused(address, port, taken=error.errno == errno.EADDRINUSE) from None


def _port_refused(address: str, port: int, *, taken: bool) -> Refused:
    if taken:
        return Refused(
            "PORT_TAKEN",
            Text(
                f"端口 {port} 已被其他程序占用。请停止该程序，或换一个端口，例如：PORT={port + 1} make run。",
                f"Port {port} is taken by another program. Stop that one, or use another port, for instance: PORT={port + 1} make run.",
            ),
        )
    return Refused(
        "PORT_REFUSED",
        Text(
            f"无法监听 {address}:{port}（权限不足或地址不属于本机）。请检查 BIND 与 PORT。",
            f"Cannot listen on {address}:{port} (no permission, or not an address of this machine). Check BIND and PORT.",
        ),
    )


def city() -> None:
    """Where DEMO is asked for and there is no city yet: make one, whole or not at all."""
    data_dir = env.data_dir()
    there = data_dir / "demo"
    if not env.flag("DEMO") or there.is_dir():
        return
    click.echo("首次启动：正在生成虚构城市 / First start: making a synthetic city", err=True)
    fresh = data_dir / "demo.new"
    shutil.rmtree(fresh, ignore_errors=True)
    found(fresh, organisations=ORGANISATIONS, records=RECORDS, seed=SEED, today=today())
    fresh.rename(there)


def today() -> date:
    """Today in China, or the last day whose working days are published: a city without them could not date its decisions."""
    last = date(max(load().calendar.years), 12, 31)
    return min(datetime.now(ZoneInfo("Asia/Shanghai")).date(), last)
