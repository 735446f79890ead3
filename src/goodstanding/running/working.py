"""What the worker and the watcher processes do."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from goodstanding.intake.watching import Watcher
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

GRACE = 20.0
"""Seconds a job may go on after the worker was told to end; then it stays where it is and another worker goes on from there."""


def work() -> None:
    """Jobs, until SIGTERM or SIGINT."""
    with app.replace_connector(cast(DjangoConnector, app.connector).get_worker_connector()):
        app.run_worker(concurrency=settings.JOB_WORKERS, delete_jobs="successful", shutdown_graceful_timeout=GRACE)


def watch() -> None:
    """Files that arrive, until the process is ended."""
    if settings.WATCH_DIR is None:
        raise Unusable("WATCH_DIR_MISSING", Text("请用环境变量 WATCH_DIR 指定要监视的文件夹。", "Name the folder to watch in the variable WATCH_DIR."))
    Watcher(settings.WATCH_DIR).watch()
