"""The jobs: reminders on their day, papers of forms that nobody sent, papers whose time is over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.repairs import keeping, reminding


@app.periodic(cron="7 * * * *")
@app.task(name="repairs.remind", queue="repairs", queueing_lock="repairs.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Tell those whose day has come; every hour, so that a worker that was dead for a day catches up."""
    reminding.tell_due()


@app.periodic(cron="37 * * * *")
@app.task(name="repairs.tidy", queue="repairs", queueing_lock="repairs.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Destroy what was handed in with a form that was never sent."""
    keeping.tidy()


@app.periodic(cron="50 3 * * *")
@app.task(name="repairs.destroy", queue="repairs", queueing_lock="repairs.destroy")
def destroy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Papers of cases that were over long ago."""
    keeping.destroy_due()
