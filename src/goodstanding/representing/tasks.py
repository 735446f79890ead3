"""The jobs of powers: what was begun and never finished goes. When a power is over is a date and needs no job."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.representing import letters, tidying


@app.periodic(cron="17 * * * *")
@app.task(name="representing.abandoned", queue="representing", queueing_lock="representing.abandoned")
def abandoned(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which hour it is
    """Letters no request was sent with, accounts whose address was never proved."""
    letters.destroy_abandoned()
    tidying.forget_unproved()
