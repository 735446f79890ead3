"""The job of the records: what is due goes for good, every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.ledger.standing import SYSTEM
from goodstanding.records import purging


@app.periodic(cron="40 2 * * *")
@app.task(name="records.purge", queue="records", queueing_lock="records.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What the archive need not keep any longer."""
    purging.purge_due(by=SYSTEM)
