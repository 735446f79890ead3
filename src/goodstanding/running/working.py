"""``goodstanding worker`` and ``goodstanding watch``: what the processes behind the site do."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, cast

import click
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from goodstanding.intake.starting import QUEUE
from goodstanding.intake.watching import Watcher
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

GRACE = 20.0
"""Seconds a job may go on after the worker was told to end; then it stays where it is and another worker goes on from there."""
LONG = {QUEUE}
"""Where a job may take an hour: checking and entering a large file, its report."""
QUICK_AT_ONCE = 3
"""A mail server that does not answer holds up one of them, receivers of deliveries that do not another (exchange.send is one at a time)."""


class Lane(NamedTuple):
    """Queues whose jobs wait for each other, and for no other lane's."""

    queues: Sequence[str]
    at_once: int


def lanes() -> dict[str, Lane]:
    """``long``: what people hand in. ``quick``: mail, notices, clocks, the log, all that a deadline or somebody at a page waits for."""
    quick = {task.queue for task in app.tasks.values()} - LONG
    return {"long": Lane(sorted(LONG), settings.JOB_WORKERS), "quick": Lane(sorted(quick), QUICK_AT_ONCE)}


@click.command()
@click.option("--lane", type=click.Choice(["long", "quick"]), help="只执行一类任务 / one lane only: files handed in, or everything else")
def worker(lane: str | None) -> None:
    """后台任务进程：检查、入库（long）；邮件、提醒、期限、日志（quick）。 / Background jobs: files handed in (long), all else (quick)."""
    chosen = [one for name, one in lanes().items() if lane in (None, name)]
    with app.replace_connector(cast(DjangoConnector, app.connector).get_worker_connector()):
        asyncio.run(work(chosen))


async def work(chosen: Sequence[Lane]) -> None:
    """Until SIGINT or SIGTERM. Where one lane fails the others end too: whoever started the process starts it again, whole."""
    loop = asyncio.get_running_loop()
    # Jobs run in threads; with fewer than jobs at once, a lane would wait for another after all.
    loop.set_default_executor(ThreadPoolExecutor(sum(lane.at_once for lane in chosen)))
    async with app.open_async():
        running = [asyncio.create_task(_work(lane)) for lane in chosen]
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, running[0].cancel)
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)  # a second signal ends it at once
        for one in running:
            one.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
    for fault in ended:
        if isinstance(fault, Exception):  # not that it was cancelled
            raise fault


async def _work(lane: Lane) -> None:
    await app.run_worker_async(
        queues=lane.queues,
        concurrency=lane.at_once,
        delete_jobs="successful",
        shutdown_graceful_timeout=GRACE,
        install_signal_handlers=False,
    )


@click.command()
def watch() -> None:
    """监视 WATCH_DIR 目录，接收放入其中的文件。 / Take in the files that arrive in WATCH_DIR."""
    if settings.WATCH_DIR is None:
        raise Unusable(
            "WATCH_DIR_MISSING", Text("请用环境变量 WATCH_DIR 指定要监视的文件夹。", "Name the folder to watch in the variable WATCH_DIR.")
        )
    Watcher(settings.WATCH_DIR).watch()
