"""The job of the records: what is due goes for good, every night, and documents that serve nothing."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.ledger.standing import SYSTEM
from goodstanding.records import proceeding, purging


@app.periodic(cron="40 2 * * *")
@app.task(name="records.purge", queue="records", queueing_lock="records.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What the archive need not keep any longer, and what came with forms that were never sent."""
    purging.purge_due(by=SYSTEM)
    proceeding.forget_unsent()
