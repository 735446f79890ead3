"""The steward's word after the check: the good rows enter, or nothing does."""

from __future__ import annotations

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.intake import folders, spool
from goodstanding.intake.models import Submission
from goodstanding.intake.starting import start
from goodstanding.ledger.moving import move
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

COLUMNS = "COLUMN_UNKNOWN"
"""While this finding stands, nobody has said what a column is, so the rows may mean something else."""


def obstacle(submission: Submission) -> tuple[str, Text] | None:
    """Why a checked submission cannot be confirmed, or None."""
    if submission.found.get("by_rule", {}).get(COLUMNS):
        return "COLUMNS_FIRST", text("intake.refused.columns_first")
    if submission.found.get("fatal"):
        return "FILE_FAULTY", text("intake.refused.fatal")
    if not submission.good:
        return "NOTHING_GOOD", text("intake.refused.nothing_good")
    return None


def ready(submission: Submission) -> None:
    """Raise where it cannot be confirmed as it stands."""
    if submission.state != "checked":
        raise Conflict("NOT_CHECKED", in_state("not_checked", submission))
    if (in_the_way := obstacle(submission)) is not None:
        raise Refused(*in_the_way)


def confirm(submission: Submission, *, by: Standing, queue: bool = True) -> None:
    """Let the good rows enter; the faulty ones stay in the report. ``queue=False`` where the caller enters them itself."""
    require(by, "confirm", submission)
    ready(submission)
    with transaction.atomic():
        move(submission, "confirm", by=by, kind=submission.kind, good=submission.good, faulty=submission.faulty)
        if queue:
            start("enter", submission)


def withdraw(submission: Submission, *, by: Standing, because: str = "") -> None:
    """Take a submission back before it is confirmed; its rows are removed, the fact that it came is kept."""
    require(by, "withdraw", submission)
    if submission.state != "checked":
        raise Conflict("NOT_WITHDRAWABLE", in_state("not_withdrawable", submission))
    with transaction.atomic():
        move(submission, "withdraw", by=by, because=because, kind=submission.kind)
        transaction.on_commit(lambda: _forget(submission))


def _forget(submission: Submission) -> None:
    folders.remove(folders.examined(submission.id))
    spool.destroy(submission.id)


def in_state(key: str, submission: Submission) -> Text:
    """A refusal that names the state, in each language its own word."""
    sentence, state = text("intake.refused", key), text("intake.state", submission.state)
    return Text(sentence.zh.format(state=state.zh), sentence.en.format(state=state.en))
