"""The jobs: a regime's end that was confirmed goes on until it is done, whatever happened to the worker; documents nobody sent go."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.papers.keeping import destroy_unsent
from goodstanding.withdrawals import regime
from goodstanding.withdrawals.draft import PURPOSE
from goodstanding.withdrawals.models import Withdrawal


@app.periodic(cron="* * * * *")
@app.task(name="withdrawals.regime", queue="withdrawals", queueing_lock="withdrawals.regime", lock="withdrawals.regime")
def end_regimes(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What is confirmed and not finished."""
    regime.run_all()


@app.periodic(cron="47 * * * *")
@app.task(name="withdrawals.tidy", queue="withdrawals", queueing_lock="withdrawals.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Documents that were handed in with a form nobody sent, or that another one has replaced."""
    destroy_unsent(PURPOSE, Withdrawal.objects.filter(paper__isnull=False).values("paper"))
