"""The one job: drafts nobody sends are cleared, papers whose time is over destroyed. No deadline hangs on it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.objections import drafting, keeping


@app.periodic(cron="40 3 * * *")
@app.task(name="objections.sweep", queue="objections")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Clear and destroy them."""
    drafting.sweep()
    keeping.destroy_due()
