"""The jobs of measures."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.measures import tidying


@app.periodic(cron="57 * * * *")
@app.task(name="measures.tidy", queue="measures", queueing_lock="measures.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Destroy scans that were handed in with a form nobody sent."""
    tidying.tidy()


@app.periodic(cron="25 4 * * *")
@app.task(name="measures.destroy", queue="measures", queueing_lock="measures.destroy")
def destroy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Papers of cases that were over long ago."""
    tidying.destroy_due()
