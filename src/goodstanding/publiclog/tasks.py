"""The log's jobs. Every ten seconds, so that an act stands in the log well within a minute; a dedicated process does the same
(``goodstanding log follow``) where other jobs keep the workers busy for long.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.publiclog import sequencing, witnessing

LONGEST = 30.0
"""Seconds one job works at a backlog before it lets others have the worker."""


@app.periodic(cron="* * * * * */10")
@app.task(name="publiclog.sequence", queue="publiclog", queueing_lock="publiclog.sequence", priority=10)
def sequence(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which moment it is
    """What has been done since becomes leaves; the witnesses are asked by a job of their own, because they may be slow."""
    sequencing.sequence(limit=LONGEST)


@app.periodic(cron="* * * * * 5/20")
@app.task(name="publiclog.witness", queue="publiclog", queueing_lock="publiclog.witness")
def witness(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Whoever has not cosigned the newest checkpoint is asked."""
    if witnessing.configured():
        witnessing.ask_all()
