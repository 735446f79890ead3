"""The job: those concerned by a halt are told until all are, whatever happened to the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.laws import telling


@app.periodic(cron="* * * * *")
@app.task(name="laws.telling", queue="laws", queueing_lock="laws.telling", lock="laws.telling")
def go_on(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What is not finished."""
    telling.go_on_all()
