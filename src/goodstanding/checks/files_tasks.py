"""The jobs of lists of bidders."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from goodstanding.checks import files, files_asking
from goodstanding.intake.starting import QUEUE


@app.task(name="checks.file", queue=QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def file(batch: str) -> None:
    """Ask every code of a list."""
    files_asking.go_on(UUID(batch))


@app.periodic(cron="*/5 * * * *")
@app.task(name="checks.files_left", queue="checks", queueing_lock="checks.files_left")
def left(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Start what a worker that died has left."""
    files.start_again()


@app.periodic(cron="37 * * * *")
@app.task(name="checks.files_sweep", queue="checks", queueing_lock="checks.files_sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Destroy lists and answers nobody came back for."""
    files.sweep()
