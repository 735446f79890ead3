"""Say how far a job is, so that a page can show it, without writing for every row."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from goodstanding.intake.models import Submission

Tell = Callable[[str, float], None]
EVERY = 0.5
"""Seconds between two writes of the same stage."""


def tell_of(submission: UUID) -> Tell:
    """A function that a job calls with its stage and how much of it is done, 0 to 1."""
    last: tuple[str, float] = ("", 0.0)

    def tell(stage: str, done: float) -> None:
        nonlocal last
        now = time.monotonic()
        if stage != last[0] or now - last[1] >= EVERY:
            last = (stage, now)
            Submission.everything.filter(id=submission).update(stage=stage, progress=min(max(done, 0.0), 1.0))

    return tell
