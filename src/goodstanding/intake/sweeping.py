"""What a process that died has left: submissions nobody is at, sealed files that belong to none."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

from django.conf import settings

from goodstanding.intake import folders
from goodstanding.intake.confirming import COLUMNS
from goodstanding.intake.holding import held
from goodstanding.intake.models import AT_WORK, Submission
from goodstanding.intake.starting import start

_LEFT = """
    SELECT s.* FROM intake_submission s
    WHERE s.state = ANY(%s) AND s.received_at < now() - interval '1 minute' AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs j
        WHERE j.status IN ('todo', 'doing') AND j.task_name IN ('intake.check', 'intake.enter') AND j.args ->> 'submission' = s.id::text
    )
"""
DAY = 24 * 60 * 60
KEPT_FOR_COLUMNS = 7 * DAY
"""How long a sealed file waits for its steward to say what the columns are; then it has to be handed in again."""


def start_again() -> int:
    """Give every submission that should be worked on, and has no job, a job. One that a command is at is held, and its job does nothing."""
    left = list(Submission.everything.raw(_LEFT, [list(AT_WORK)]))
    for submission in left:
        start("enter" if submission.state == "entering" else "check", submission)
    return len(left)


def remove_strays(older_than: float = DAY) -> int:
    """Remove what lies in the spool for longer than an upload takes and belongs to no submission that is at work."""
    removed = 0
    for path in (Path(settings.DATA_DIR) / "spool").glob("*.work"):
        with held(UUID(path.stem)) as mine:  # whoever worked there is dead: what it spilled goes before the work begins again
            if mine:
                folders.remove(path)
    for path in (Path(settings.DATA_DIR) / "spool").glob("*.sealed"):
        age, its = time.time() - path.stat().st_mtime, Submission.everything.filter(id=UUID(path.stem))
        needed = its.filter(state__in=AT_WORK).exists() or (
            age < KEPT_FOR_COLUMNS and its.filter(state="checked", found__by_rule__has_key=COLUMNS).exists()
        )
        if age > older_than and not needed:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
