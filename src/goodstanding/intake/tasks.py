"""The jobs: check, enter, and the sweep that starts again what a dead worker or command left."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from goodstanding.intake import checking, entering, finding_issues, reporting, sweeping
from goodstanding.organisations import candidates

# An exception that is not a refusal: the database went away, the disk is full. Tried again, later and later.
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name="intake.check", queue="intake", retry=AGAIN)
def check(submission: str) -> None:
    """Check what was handed in."""
    checking.check(UUID(submission))


@app.task(name="intake.enter", queue="intake", retry=AGAIN)
def enter(submission: str) -> None:
    """Enter what was confirmed."""
    entering.enter(UUID(submission))


@app.task(name="intake.report", queue="intake", retry=AGAIN)
def report(submission: str) -> None:
    """Make a long report ready for download."""
    reporting.prepare(UUID(submission))


@app.task(name="intake.find_issues", queue="intake", retry=AGAIN)
def find_issues(submission: str) -> None:
    """Look for wrong and duplicate codes in what has entered."""
    finding_issues.find(UUID(submission))


@app.task(name="intake.propose", queue="intake", retry=AGAIN)
def propose(submission: str) -> None:
    """Look up together whom many waiting rows may mean, so that a clerk finds it done."""
    candidates.propose(UUID(submission))


@app.periodic(cron="* * * * *")
@app.task(name="intake.sweep", queue="sweeping")
async def sweep(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
    """Give jobs whose worker no longer beats back to the queue; what they had done stands. Then whatever has no job at all."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_STALLED_AFTER):
        await app.job_manager.retry_job(job)
    await app.configure_task("intake.orphans", queue="sweeping").defer_async()


@app.task(name="intake.orphans", queue="sweeping")
def orphans() -> None:
    """Start what nobody is at; remove what nobody knows."""
    sweeping.start_again()
    sweeping.remove_strays()
