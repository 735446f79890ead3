"""The jobs: reminders on their day, and papers of forms that nobody sent."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.repairs import reminding, tidying


@app.periodic(cron="7 * * * *")
@app.task(name="repairs.remind", queue="repairs", queueing_lock="repairs.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Tell those whose day has come; every hour, so that a worker that was dead for a day catches up."""
    reminding.tell_due()


@app.periodic(cron="37 * * * *")
@app.task(name="repairs.tidy", queue="repairs", queueing_lock="repairs.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Destroy what was handed in with a form that was never sent."""
    tidying.tidy()
