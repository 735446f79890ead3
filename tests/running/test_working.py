"""A check of an hour, and the one worker it keeps busy: whatever somebody waits for is done all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from goodstanding.intake.tasks import check
from goodstanding.running import up
from goodstanding.running.working import LONG, lanes
from tests.intake import working

PATIENCE = 60.0
NEVER_DONE = """
import os, time
from goodstanding.intake import checking
checking.check = lambda submission: time.sleep(3600)
"""
START = """
import sys
import django
django.setup()
{first}
from goodstanding.running.working import worker
worker(sys.argv[1:], standalone_mode=False)
"""


@pytest.fixture
def started(tmp_path: Path, settings: Any) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    settings.DATA_DIR = tmp_path
    processes: list[subprocess.Popen[bytes]] = []
    empty()

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-c", START.format(first=NEVER_DONE), *arguments]
        with (tmp_path / "worker.log").open("ab") as said:
            process = subprocess.Popen(
                program, env=working.environment() | {"JOB_WORKERS": "1"}, cwd=working.ROOT, stdout=said, stderr=said
            )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()
    empty()


def empty() -> None:
    """No test's end empties the queue: its tables are none of Django's."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers")


def states(name: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s", [name])
        return [state for (state,) in cursor.fetchall()]


def deferred(name: str) -> int:
    """Besides those that the clock brings: with a lock of its own."""
    return int(app.configure_task(name, queueing_lock=str(uuid4())).defer(timestamp=0))


def unfinished(jobs: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s)", [jobs])
        return [job for (job,) in cursor.fetchall()]


def wait(for_what: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not for_what():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [[()], [("--lane", "long"), ("--lane", "quick")]], ids=["one process", "as up starts them"])
def test_a_check_of_an_hour_holds_up_no_mail_and_no_clock(started: Any, processes: list[tuple[str, ...]]) -> None:
    running = [started(*arguments) for arguments in processes]
    check.defer(submission=str(uuid4()))
    check.defer(submission=str(uuid4()))
    wait(lambda: "doing" in states("intake.check"))
    quick = [deferred(name) for name in ("notices.send", "desk.escalate", "publiclog.sequence", "withdrawals.regime", "intake.sweep")]
    wait(lambda: not unfinished(quick))
    assert sorted(states("intake.check")) == ["doing", "todo"], "one worker checks one file at a time"
    for process in running[1:]:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0, "what is idle ends when it is told to"


@pytest.mark.django_db(transaction=True)
def test_a_lane_leaves_the_others_jobs_alone(started: Any) -> None:
    check.defer(submission=str(uuid4()))
    started("--lane", "quick")
    mail = deferred("notices.send")
    wait(lambda: not unfinished([mail]))
    assert states("intake.check") == ["todo"]


def test_every_job_there_is_has_a_lane_and_only_files_are_long() -> None:
    queues = {name: set(lane.queues) for name, lane in lanes().items()}
    assert not queues["long"] & queues["quick"]
    assert {task.queue for task in app.tasks.values()} == queues["long"] | queues["quick"]
    long = {task.name for task in app.tasks.values() if task.queue in LONG}
    assert long == {f"intake.{what}" for what in ("check", "enter", "report", "find_issues", "propose")} | {"lists.load", "checks.file"}


def test_up_starts_a_worker_for_each_lane(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    named = {tuple(child.arguments[-2:]) for child in up.planned() if "worker" in child.arguments}
    assert named == {("--lane", name) for name in lanes()}
