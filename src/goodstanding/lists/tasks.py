"""The jobs of lists."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from goodstanding.lists import loading_files, loading_waiting, tidying


@app.periodic(cron="47 * * * *")
@app.task(name="lists.tidy", queue="lists", queueing_lock="lists.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Destroy scans that were handed in with a form nobody sent, and lists nobody came back for."""
    tidying.tidy()
    loading_files.sweep()


@app.periodic(cron="20 4 * * *")
@app.task(name="lists.destroy", queue="lists", queueing_lock="lists.destroy")
def destroy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Papers of cases that were over long ago."""
    tidying.destroy_due()


@app.task(name="lists.load", queue=loading_waiting.QUEUE, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def load(file: str) -> None:
    """Enter a list that was confirmed."""
    loading_waiting.go_on(UUID(file))
