"""Procedures as tables: who may move what from where to where, what is written, which clock starts. One mechanism
(``ledger.moving.move``) walks them all; a state that is not reachable here does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goodstanding.rules.events import Event


class Role(StrEnum):
    """Standings a person, or the product itself, can act in."""

    CLERK = "clerk"
    STEWARD = "steward"
    OFFICIAL = "official"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Move:
    """Where an action leads. ``term`` names the clock in ``terms.toml`` that starts, '' for none; ``because``: a reason is required."""

    to: str
    by: frozenset[Role]
    event: Event
    term: str = ""
    because: bool = False


Procedure = dict[tuple[str, str], Move]

_SYSTEM = frozenset({Role.SYSTEM})
_DEPARTMENT = frozenset({Role.STEWARD, Role.CLERK})
"""The steward hands in and confirms; the centre's clerk may do so on a department's behalf, which the entry shows."""
_ANY_OF_THEM = _DEPARTMENT | _SYSTEM

SUBMISSION: Procedure = {
    ("", "receive"): Move("received", _ANY_OF_THEM, Event.SUBMISSION_RECEIVED, term="ingest_check"),
    # Reporting that nothing was decided counts as a submission and is at its end at once.
    ("", "declare_nothing"): Move("nothing_to_report", _DEPARTMENT, Event.SUBMISSION_NOTHING),
    ("received", "check"): Move("checking", _SYSTEM, Event.SUBMISSION_CHECKING),
    ("checking", "report"): Move("checked", _SYSTEM, Event.SUBMISSION_CHECKED, term="submission_confirm"),
    # A file that cannot be read, or of the wrong kind: told why, nothing entered.
    ("received", "refuse"): Move("refused", _SYSTEM, Event.SUBMISSION_REFUSED, because=True),
    ("checking", "refuse"): Move("refused", _SYSTEM, Event.SUBMISSION_REFUSED, because=True),
    ("checked", "confirm"): Move("entering", _DEPARTMENT, Event.SUBMISSION_CONFIRMED),
    ("entering", "finish"): Move("entered", _SYSTEM, Event.SUBMISSION_ENTERED),
    ("received", "withdraw"): Move("withdrawn", _DEPARTMENT, Event.SUBMISSION_WITHDRAWN, because=True),
    ("checked", "withdraw"): Move("withdrawn", _DEPARTMENT, Event.SUBMISSION_WITHDRAWN, because=True),
    # The steward has said what the file's columns are: the same file is checked again.
    ("checked", "map"): Move("received", _DEPARTMENT, Event.SUBMISSION_MAPPED),
    # A fault of the product (disk full, worker killed) moves nothing: the work is done again from where the state says it stands.
}

PENDING: Procedure = {
    # A row whose organisation no rule could tell: the clerk opens one, says whose it is, or gives the row back.
    # What is certain, or was judged before, attaches by itself.
    ("waiting", "settle"): Move("settled", frozenset({Role.CLERK, Role.SYSTEM}), Event.QUEUE_DECIDED),
    ("waiting", "return"): Move("returned", frozenset({Role.CLERK}), Event.QUEUE_DECIDED, because=True),
    ("settled", "undo"): Move("waiting", frozenset({Role.CLERK}), Event.QUEUE_UNDONE, because=True),
}

_CLERK = frozenset({Role.CLERK})
MERGE: Procedure = {
    # Two entries of the register are one body: one clerk proposes, another confirms; either may take it back.
    ("", "propose"): Move("proposed", _CLERK, Event.MERGE_PROPOSED, because=True),
    ("proposed", "confirm"): Move("merged", _CLERK, Event.MERGE_CONFIRMED),
    ("proposed", "decline"): Move("declined", _CLERK, Event.MERGE_DECLINED, because=True),
    ("merged", "undo"): Move("undone", _CLERK, Event.MERGE_UNDONE, because=True),
}

CODE_ISSUE: Procedure = {
    # 重错码: the registering department answers with the return file's operation, the centre accepts or asks again.
    ("", "open"): Move("open", frozenset({Role.SYSTEM, Role.CLERK}), Event.CODE_ISSUE_OPENED, term="code_issue"),
    ("open", "assign"): Move("open", _CLERK, Event.CODE_ISSUE_ASSIGNED),
    ("open", "answer"): Move("answered", _DEPARTMENT, Event.CODE_ISSUE_ANSWERED),
    ("answered", "accept"): Move("corrected", _CLERK, Event.CODE_ISSUE_CLOSED),
    ("answered", "keep"): Move("kept", _CLERK, Event.CODE_ISSUE_CLOSED, because=True),
    ("answered", "return"): Move("open", _CLERK, Event.CODE_ISSUE_RETURNED, term="code_issue", because=True),
    # The register itself has put it right, or it was no fault.
    ("open", "vanish"): Move("corrected", _SYSTEM, Event.CODE_ISSUE_CLOSED),
    ("open", "dismiss"): Move("dismissed", _CLERK, Event.CODE_ISSUE_CLOSED, because=True),
}

PROCEDURES: dict[str, Procedure] = {"submission": SUBMISSION, "pending": PENDING, "merge": MERGE, "code_issue": CODE_ISSUE}


def states(procedure: str) -> frozenset[str]:
    """Every state a case can be in."""
    return frozenset(move.to for move in PROCEDURES[procedure].values())


def ends(procedure: str) -> frozenset[str]:
    """The states nothing leads out of."""
    return states(procedure) - {state for state, _ in PROCEDURES[procedure]}


def open_to(procedure: str, state: str, role: str) -> list[str]:
    """The actions somebody of that role may take on a case in that state, in the table's order."""
    return [action for (at, action), move in PROCEDURES[procedure].items() if at == state and role in move.by]
