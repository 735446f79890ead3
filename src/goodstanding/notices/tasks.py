"""The job that sends the mails."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.notices import sending


@app.periodic(cron="* * * * *")
@app.task(name="notices.send", queue="notices", queueing_lock="notices.send")
def send(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What waits in the outbox."""
    sending.send()
