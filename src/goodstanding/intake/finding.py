"""Find a submission for somebody who asks for it by its id."""

from __future__ import annotations

from uuid import UUID

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.intake.models import Submission
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text


def find(standing: Standing, submission: UUID, action: str = "see_submission") -> Submission:
    """The submission, if this standing may do that to it; a refusal is written down."""
    found = Submission.everything.select_related("department", "follows").filter(id=submission).first()
    if found is None:
        raise Missing("NO_SUBMISSION", text("intake.refused.no_submission"))
    require(standing, action, found)
    return found
