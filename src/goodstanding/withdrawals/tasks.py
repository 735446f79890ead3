"""The job: a regime's end that was confirmed goes on until it is done, whatever happened to the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.withdrawals import regime


@app.periodic(cron="* * * * *")
@app.task(name="withdrawals.regime", queue="withdrawals", queueing_lock="withdrawals.regime", lock="withdrawals.regime")
def end_regimes(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What is confirmed and not finished."""
    regime.run_all()
