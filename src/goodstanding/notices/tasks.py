"""The jobs of notices: mails go out, and what need not be kept any longer goes."""

from __future__ import annotations

import time
from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from goodstanding.notices import sending, tidying

JOB = "notices.send"


@app.periodic(cron="* * * * *")
@app.task(name=JOB, queue="notices", queueing_lock=JOB)
def send(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What waits in the outbox."""
    sending.send()


def soon() -> None:
    """Not with the next minute: somebody waits for a code. Where the job waits already, that one will do."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(JOB, queue="notices", queueing_lock=JOB).defer(timestamp=int(time.time()))


@app.periodic(cron="20 2 * * *")
@app.task(name="notices.tidy", queue="notices", queueing_lock="notices.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Every night."""
    tidying.tidy()
