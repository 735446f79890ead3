"""The job after entering: what the rows have shown about codes."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from goodstanding.departments.standing import SYSTEM
from goodstanding.intake import folders
from goodstanding.intake.models import Submission
from goodstanding.organisations.issues import finding
from goodstanding.rules.loading import load


def find(submission: UUID) -> None:
    """Found twice it is one issue, so the job may be done again."""
    entered = Submission.everything.filter(id=submission, state="entered").first()
    if entered is not None:
        finding.of_submission(folders.examined(submission), load(settings.CITY_CATALOGUE).kinds[entered.kind], submission, by=SYSTEM)
