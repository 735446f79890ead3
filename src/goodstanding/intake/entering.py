"""The job after confirming: the good rows become records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from goodstanding.departments.standing import SYSTEM
from goodstanding.intake import folders
from goodstanding.intake.holding import held
from goodstanding.intake.models import Submission
from goodstanding.intake.starting import start
from goodstanding.intake.telling import Tell, tell_of
from goodstanding.ledger.moving import move
from goodstanding.records import entering


def enter(submission: UUID, *, tell: Tell | None = None) -> None:
    """Enter what was confirmed. Killed at any moment and called again, it goes on where it stopped and doubles nothing."""
    with held(submission) as mine:
        confirmed = Submission.everything.get(id=submission) if mine else None
        if confirmed is None or confirmed.state != "entering":
            return
        counts = entering.enter(folders.examined(submission), confirmed, by=SYSTEM, progress=tell or tell_of(submission))
        with transaction.atomic():
            Submission.everything.filter(id=submission).update(entered=counts, stage="", progress=1)
            said: dict[str, Any] = {"kind": confirmed.kind, **counts}
            move(confirmed, "finish", by=SYSTEM, **said)
            start("find_issues", confirmed)
            start("propose", confirmed)
