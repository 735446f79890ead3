"""The jobs of receipts: sealed each minute, emptied when their term is over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.checks import files_tasks as files_tasks  # noqa: PLC0414 - its jobs are registered by it
from goodstanding.checks import purging, sealing


@app.periodic(cron="* * * * *")
@app.task(name="checks.seal", queue="checks", queueing_lock="checks.seal", lock="checks.seal")
def seal(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Every receipt of the last minute."""
    sealing.seal_all()


@app.periodic(cron="40 3 * * *")
@app.task(name="checks.purge", queue="checks", queueing_lock="checks.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What was answered so long ago."""
    purging.purge_due()
