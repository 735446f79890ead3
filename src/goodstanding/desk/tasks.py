"""The job that tells superiors before a clock runs out, and raises the calendar's alarm."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from goodstanding.clocks import recomputing
from goodstanding.desk import alarming, escalating


@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.escalate", queue="desk", queueing_lock="desk.escalate")
def escalate(timestamp: int) -> None:  # noqa: ARG001 - by today's date: a worker that was dead for a day catches up
    """What runs out within the term, and what has."""
    # A case that came in the very moment a year was set could not see it yet.
    with transaction.atomic():
        recomputing.recompute()
    escalating.escalate()
    alarming.raise_alarm()
