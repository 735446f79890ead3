"""The one job: drafts nobody sends are cleared. No deadline hangs on it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.objections import drafting


@app.periodic(cron="40 3 * * *")
@app.task(name="objections.sweep", queue="intake")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Clear them, and destroy their papers."""
    drafting.sweep()
