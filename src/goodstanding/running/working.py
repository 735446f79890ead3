"""``goodstanding worker`` and ``goodstanding watch``: what the processes behind the site do."""

from __future__ import annotations

from typing import cast

import click
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from goodstanding.intake.watching import Watcher
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

GRACE = 20.0
"""Seconds a job may go on after the worker was told to end; then it stays where it is and another worker goes on from there."""


@click.command()
def worker() -> None:
    """后台任务进程：检查、入库。 / Background jobs: checking, entering."""
    with app.replace_connector(cast(DjangoConnector, app.connector).get_worker_connector()):
        app.run_worker(concurrency=settings.JOB_WORKERS, delete_jobs="successful", shutdown_graceful_timeout=GRACE)


@click.command()
def watch() -> None:
    """监视 WATCH_DIR 目录，接收放入其中的文件。 / Take in the files that arrive in WATCH_DIR."""
    if settings.WATCH_DIR is None:
        raise Unusable(
            "WATCH_DIR_MISSING", Text("请用环境变量 WATCH_DIR 指定要监视的文件夹。", "Name the folder to watch in the variable WATCH_DIR.")
        )
    Watcher(settings.WATCH_DIR).watch()
