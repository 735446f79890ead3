"""Put a submission's next job into the queue, in the caller's own transaction: no job without its state, no state without its job."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goodstanding.intake.models import Submission

QUEUE = "intake"


def start(task: str, submission: Submission) -> None:
    """``task`` is one of ``intake.tasks``. A second job for the same submission does no harm: it finds the work held or done."""
    app.configure_task(f"intake.{task}", queue=QUEUE).defer(submission=str(submission.id))
