"""What the centre does with an answer: accept it and let the register follow, let the code stand, or ask again. Or: it was no fault."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.organisations import excepting
from goodstanding.organisations.issues import finding, taking_over
from goodstanding.organisations.issues.answering import KEPT
from goodstanding.organisations.issues.opening import deadline
from goodstanding.organisations.models import CodeIssue
from goodstanding.rules import persons, uscc
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

EXCEPTABLE = frozenset({"USCC_CHECK", "USCC_INNER_CHECK"})


def accept(issue: CodeIssue, *, by: Standing) -> None:
    """The answer holds: the register takes over what it says, in the same transaction. Raises ``Refused``, ``Conflict``, ``Forbidden``."""
    require(by, "settle_issue", issue)
    with transaction.atomic():
        issue = _locked(issue)
        if issue.operation == KEPT:
            raise Refused("KEEP_INSTEAD", text("organisations.issues.refused.keep_instead"))
        changed: dict[str, Any] = dict(taking_over.take_over(issue, by=by))
        _close(issue, "accept", by=by, operation=issue.operation, new_code=issue.new_code, **changed)


def keep(issue: CodeIssue, *, because: str, by: Standing, as_exception: bool = False) -> None:
    """The code stands as it is. ``as_exception``: its digit fails and it is lawful nevertheless, with the reason as the evidence."""
    require(by, "settle_issue", issue)
    with transaction.atomic():
        issue = _locked(issue)
        if issue.operation != KEPT:
            raise Refused("ACCEPT_INSTEAD", text("organisations.issues.refused.accept_instead"))
        if as_exception:
            excepting.admit(issue.code, evidence=_words(because), by=by)
        _close(issue, "keep", by=by, because=_words(because), exception=as_exception)


def give_back(issue: CodeIssue, *, because: str, by: Standing) -> None:
    """The answer does not do: the department reads why, and a new term begins."""
    require(by, "settle_issue", issue)
    with transaction.atomic():
        due_on = deadline("return")
        CodeIssue.objects.filter(pk=issue.pk, state="answered").update(returned_because=_words(because), due_on=due_on)
        move(issue, "return", by=by, because=_words(because))


def dismiss(issue: CodeIssue, *, because: str, by: Standing) -> None:
    """It was no fault; the same finding is not opened again."""
    require(by, "settle_issue", issue)
    with transaction.atomic():
        _close(_locked(issue), "dismiss", by=by, because=_words(because))


def exceptable(issue: CodeIssue) -> bool:
    """Whether keeping the code would need an exception, and one can be recorded."""
    return issue.kind == "wrong" and bool(EXCEPTABLE & set(uscc.check(issue.code).faults))


def _close(issue: CodeIssue, action: str, *, by: Standing, because: str = "", **data: Any) -> None:
    move(issue, action, by=by, because=because, **data)
    CodeIssue.objects.filter(pk=issue.pk).update(closed_at=timezone.now())
    finding.settle()


def _locked(issue: CodeIssue) -> CodeIssue:
    """As it stands now, and nobody else's until this is over; of two who decide, the slower one is told."""
    found = CodeIssue.objects.select_for_update().filter(pk=issue.pk, state=issue.state).first()
    if found is None:
        raise conflict()
    return found


def _words(because: str) -> str:
    return persons.mask(because.strip())[0]
