"""The jobs of deliveries: the ledger is followed, what is due is sent, filters are made each hour, what is over is tidied away."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.exchange import filter_making, gathering, sending, tidying

LONGEST = 20.0
"""Seconds one job works at a backlog before it lets others have the worker."""


@app.periodic(cron="* * * * * */10")
@app.task(name="exchange.gather", queue="exchange", queueing_lock="exchange.gather")
def gather(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which moment it is
    """What has happened since becomes messages."""
    gathering.gather(limit=LONGEST)


@app.periodic(cron="* * * * * 5/10")
@app.task(name="exchange.send", queue="exchange", queueing_lock="exchange.send", lock="exchange.send")
def send(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Whatever is due; a receiver that hangs keeps a thread of its own waiting, and nobody else."""
    sending.send()


@app.periodic(cron="3 * * * *")
@app.task(name="exchange.filters", queue="exchange", queueing_lock="exchange.filters")
def filters(timestamp: int) -> None:  # noqa: ARG001 - as above
    """The offline filters of this hour."""
    filter_making.make_all()


@app.periodic(cron="35 4 * * *")
@app.task(name="exchange.tidy", queue="exchange", queueing_lock="exchange.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - as above
    """What was over long ago."""
    tidying.tidy()
