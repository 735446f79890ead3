"""The job of the register: keys for names that clerks have opened since."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.organisations.searching import keying


@app.periodic(cron="* * * * *")
@app.task(name="organisations.key", queue="organisations", queueing_lock="organisations.key")
def key(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What has no keys yet."""
    keying.key()
