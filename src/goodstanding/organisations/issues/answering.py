"""The registering department's answer, with the return file's operation: newly coded, deleted, kept as it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.organisations.issues.codes import fit
from goodstanding.organisations.models import OPERATIONS, CodeIssue
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

NEW, DELETED, KEPT = OPERATIONS
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department says about one issue."""

    operation: str
    new_code: str = ""
    words: str = ""


def checked(issue: CodeIssue, answer: Answer) -> Answer:
    """The answer as it will be kept: the code cleaned, no person's number in the words. Raises ``Refused``."""
    operation, words = answer.operation.strip(), as_kept(answer.words)
    if operation not in OPERATIONS:
        raise Refused("OPERATION_UNKNOWN", text("organisations.issues.refused.operation_unknown"))
    if operation != NEW and answer.new_code.strip():
        raise Refused("NEW_CODE_NOT_WANTED", text("organisations.issues.refused.new_code_not_wanted"))
    if operation == KEPT and not words:
        raise Refused("WORDS_MISSING", text("organisations.issues.refused.words_missing"))
    return Answer(operation, fit(answer.new_code, issue) if operation == NEW else "", words)


def as_kept(words: str) -> str:
    """The department's words without a person's numbers."""
    return persons.mask(words.strip()[:LONGEST])[0]


def answer(issue: CodeIssue, said: Answer, *, by: Standing) -> None:
    """Keep the department's answer; the centre looks at it next. Raises ``Forbidden``, ``Refused``, ``Conflict``."""
    require(by, "answer_issue", issue)
    kept = checked(issue, said)
    with transaction.atomic():
        CodeIssue.objects.filter(pk=issue.pk, state="open").update(
            operation=kept.operation, new_code=kept.new_code, answer=kept.words, answered_at=timezone.now()
        )
        move(issue, "answer", by=by, because=kept.words, operation=kept.operation, new_code=kept.new_code)
    issue.refresh_from_db()
