"""The jobs of this part."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.efficacy import withdrawing
from goodstanding.efficacy.models import Example


@app.periodic(cron="13 * * * *")
@app.task(name="efficacy.tidy", queue="efficacy", queueing_lock="efficacy.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """What no act has taken down although its ground was wrong."""
    withdrawing.where_wrong(Example.objects.all())
