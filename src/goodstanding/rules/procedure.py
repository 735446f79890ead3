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
    HEAD = "head"
    """Answers for a department (单位负责人): reads what it owes, and is told before a clock runs out."""
    DIRECTOR = "director"
    """Answers for the centre (中心负责人): approves the one extension the law allows."""
    ACCOUNT = "account"
    """Signed in, and acting for nobody yet."""
    REPRESENTATIVE = "representative"
    """Acts for an organisation, within a power's dates."""
    ANYBODY = ""
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

_ACCOUNT = frozenset({Role.ACCOUNT, Role.REPRESENTATIVE})
POWER: Procedure = {
    # 授权: a person asks to act for an organisation, the clerk reads the letter and decides. When it is over is a date, not a state.
    ("", "ask"): Move("asked", _ACCOUNT, Event.POWER_ASKED, term="power_decide"),
    ("asked", "grant"): Move("granted", _CLERK, Event.POWER_GRANTED),
    ("asked", "refuse"): Move("refused", _CLERK, Event.POWER_REFUSED, because=True),
    ("asked", "withdraw"): Move("withdrawn", _ACCOUNT, Event.POWER_WITHDRAWN),
    # By the centre, by whoever holds it, or by another who acts for the same organisation.
    ("granted", "end"): Move("ended", _CLERK | _ACCOUNT, Event.POWER_ENDED, because=True),
}

_SUBJECT = frozenset({Role.REPRESENTATIVE, Role.CLERK})
"""The organisation itself, or the clerk at the window for a visitor with a signed consent slip, which the case shows."""
_SOURCE = frozenset({Role.STEWARD, Role.HEAD, Role.CLERK})
OBJECTION: Procedure = {
    # 异议. Silence of a source is no move: the record stops showing by the date its inquiry was due.
    ("", "file"): Move("filed", _SUBJECT, Event.OBJECTION_FILED),
    ("filed", "accept"): Move("accepted", _CLERK, Event.OBJECTION_ACCEPTED),
    ("filed", "refuse"): Move("refused", _CLERK, Event.OBJECTION_REFUSED, because=True),
    ("accepted", "forward"): Move("forwarded", _CLERK, Event.OBJECTION_FORWARDED),
    ("forwarded", "answer"): Move("answered", _SOURCE, Event.OBJECTION_ANSWERED),
    ("answered", "return"): Move("forwarded", _CLERK, Event.OBJECTION_RETURNED, because=True),
    # The centre's own fault needs no source; where a source stays silent, what cannot be verified goes (decided against it).
    ("accepted", "decide"): Move("decided", _CLERK, Event.OBJECTION_DECIDED, because=True),
    ("forwarded", "decide"): Move("decided", _CLERK, Event.OBJECTION_DECIDED, because=True),
    ("answered", "decide"): Move("decided", _CLERK, Event.OBJECTION_DECIDED, because=True),
    # Once, by the head of the centre, where the profile knows an extension.
    ("accepted", "extend"): Move("accepted", frozenset({Role.DIRECTOR}), Event.OBJECTION_EXTENDED, because=True),
    ("forwarded", "extend"): Move("forwarded", frozenset({Role.DIRECTOR}), Event.OBJECTION_EXTENDED, because=True),
    ("answered", "extend"): Move("answered", frozenset({Role.DIRECTOR}), Event.OBJECTION_EXTENDED, because=True),
    # Expert tests, where the profile's law leaves their time out of account.
    ("accepted", "pause"): Move("accepted", _CLERK, Event.OBJECTION_PAUSED, because=True),
    ("accepted", "resume"): Move("accepted", _CLERK, Event.OBJECTION_RESUMED),
    ("forwarded", "pause"): Move("forwarded", _CLERK, Event.OBJECTION_PAUSED, because=True),
    ("forwarded", "resume"): Move("forwarded", _CLERK, Event.OBJECTION_RESUMED),
    ("answered", "pause"): Move("answered", _CLERK, Event.OBJECTION_PAUSED, because=True),
    ("answered", "resume"): Move("answered", _CLERK, Event.OBJECTION_RESUMED),
    ("filed", "withdraw"): Move("withdrawn", _SUBJECT, Event.OBJECTION_WITHDRAWN),
    ("accepted", "withdraw"): Move("withdrawn", _SUBJECT, Event.OBJECTION_WITHDRAWN),
    ("forwarded", "withdraw"): Move("withdrawn", _SUBJECT, Event.OBJECTION_WITHDRAWN),
    ("answered", "withdraw"): Move("withdrawn", _SUBJECT, Event.OBJECTION_WITHDRAWN),
}
INQUIRY: Procedure = {
    # 核实: what one source is asked within an objection.
    ("", "ask"): Move("asked", _CLERK, Event.INQUIRY_ASKED),
    ("asked", "answer"): Move("answered", _SOURCE, Event.INQUIRY_ANSWERED),
    ("answered", "return"): Move("asked", _CLERK, Event.INQUIRY_RETURNED, because=True),
    # The objection was withdrawn or decided without it.
    ("asked", "close"): Move("closed", frozenset({*_SUBJECT, Role.SYSTEM}), Event.INQUIRY_CLOSED),
}
ERROR_REPORT: Procedure = {
    # 纠错线索: anyone may say that something is wrong; no mark by itself.
    ("", "report"): Move("reported", frozenset(Role), Event.ERROR_REPORTED, term="error_report"),
    ("reported", "settle"): Move("settled", _CLERK, Event.ERROR_SETTLED, because=True),
}

_EXTENDERS = frozenset({Role.HEAD, Role.DIRECTOR})
REPAIR: Procedure = {
    # 信用修复. 谁认定、谁修复: who found it repairs it; the centre's clerk only where a department acts through the centre.
    ("", "file"): Move("filed", _SUBJECT, Event.REPAIR_FILED, term="repair_accept"),
    ("filed", "accept"): Move("accepted", _SOURCE, Event.REPAIR_ACCEPTED, term="repair_result"),
    ("filed", "refuse"): Move("refused", _SOURCE, Event.REPAIR_REFUSED, because=True),
    ("filed", "withdraw"): Move("withdrawn", _SUBJECT, Event.REPAIR_WITHDRAWN),
    ("accepted", "extend"): Move("accepted", _EXTENDERS, Event.REPAIR_EXTENDED, because=True),
    ("accepted", "grant"): Move("granted", _SOURCE, Event.REPAIR_GRANTED),
    ("accepted", "decline"): Move("declined", _SOURCE, Event.REPAIR_DECLINED, because=True),
    ("accepted", "withdraw"): Move("withdrawn", _SUBJECT, Event.REPAIR_WITHDRAWN),
    # The record has ended otherwise: withdrawn, annulled, found wrong.
    ("filed", "close"): Move("closed", _SYSTEM, Event.REPAIR_CLOSED, because=True),
    ("accepted", "close"): Move("closed", _SYSTEM, Event.REPAIR_CLOSED, because=True),
    # False papers found out: no repair for three years. What was repaired stays ended; showing it again needs a new decision.
    ("granted", "bar"): Move("barred", _SOURCE, Event.REPAIR_BARRED, because=True),
    ("accepted", "bar"): Move("barred", _SOURCE, Event.REPAIR_BARRED, because=True),
}
MASKING: Procedure = {
    # 临时屏蔽: while a reorganisation plan or settlement approved by a court is carried out.
    ("", "begin"): Move("masked", _SOURCE, Event.MASKING_BEGUN, because=True),
    ("masked", "lift"): Move("lifted", _SOURCE, Event.MASKING_LIFTED, because=True),
    # The plan has been carried out: what was masked is repaired.
    ("masked", "complete"): Move("completed", _SOURCE, Event.MASKING_COMPLETED, because=True),
}
_HOUSE = frozenset({Role.DIRECTOR, Role.ADMINISTRATOR, Role.SYSTEM})
REGIME_END: Procedure = {
    # 公示制度调整: what a regime or class still shows ends in a set. One proposes, the head of the centre confirms.
    ("", "propose"): Move("proposed", _HOUSE, Event.REGIME_END_PROPOSED, because=True),
    ("proposed", "confirm"): Move("confirmed", frozenset({Role.DIRECTOR, Role.SYSTEM}), Event.REGIME_END_CONFIRMED),
    ("proposed", "decline"): Move("declined", _HOUSE, Event.REGIME_END_DECLINED, because=True),
    ("confirmed", "finish"): Move("finished", _SYSTEM, Event.REGIME_END_FINISHED),
}

_OFFICE = frozenset({Role.STEWARD, Role.HEAD})
"""谁认定、谁负责: the department that lists does it itself; nobody does it on its behalf."""
_HEAD = frozenset({Role.HEAD})
"""浙江省公共信用信息管理条例 art. 24: 列入严重失信名单的决定由单位负责人签发. The second person."""
_ENDERS = frozenset({Role.STEWARD, Role.HEAD, Role.SYSTEM})
_OPEN_LISTING = ("proposed", "served", "answered", "heard", "weighed", "publicised")
_IN_FORCE = ("decided", "published", "withheld", "reminded")
LISTING: Procedure = {
    # 名单认定 (国办发〔2020〕49号 item 8): told first, heard, decided by a second person; publishing is a decision of its own.
    ("", "propose"): Move("proposed", _OFFICE, Event.LISTING_PROPOSED),
    # What a body above has decided already, handed in as a file.
    ("", "load"): Move("decided", frozenset({Role.STEWARD, Role.CLERK}), Event.LISTING_LOADED),
    ("proposed", "serve"): Move("served", _OFFICE, Event.LISTING_SERVED),
    ("served", "answer"): Move("answered", _SUBJECT, Event.LISTING_ANSWERED),
    # Heard in person first, it may still write within its time.
    ("heard", "answer"): Move("heard", _SUBJECT, Event.LISTING_ANSWERED),
    ("served", "hear"): Move("heard", _OFFICE, Event.LISTING_HEARD),
    ("answered", "hear"): Move("heard", _OFFICE, Event.LISTING_HEARD),
    ("answered", "weigh"): Move("weighed", _OFFICE, Event.LISTING_WEIGHED, because=True),
    ("heard", "weigh"): Move("weighed", _OFFICE, Event.LISTING_WEIGHED, because=True),
    # Red: 公示 before the decision, so that anybody can object.
    ("proposed", "publicise"): Move("publicised", _OFFICE, Event.LISTING_PUBLICISED),
    ("served", "decide"): Move("decided", _HEAD, Event.LISTING_DECIDED, because=True),
    ("weighed", "decide"): Move("decided", _HEAD, Event.LISTING_DECIDED, because=True),
    ("publicised", "decide"): Move("decided", _HEAD, Event.LISTING_DECIDED, because=True),
    # Key scrutiny: an internal reminder, nothing more.
    ("proposed", "remind"): Move("reminded", _HEAD, Event.LISTING_REMINDED, because=True),
    ("decided", "publish"): Move("published", _HEAD, Event.LISTING_PUBLISHED, because=True),
    ("decided", "withhold"): Move("withheld", _HEAD, Event.LISTING_WITHHELD, because=True),
    ("withheld", "publish"): Move("published", _HEAD, Event.LISTING_PUBLISHED, because=True),
    ("published", "withhold"): Move("withheld", _HEAD, Event.LISTING_WITHHELD, because=True),
    **{(state, "drop"): Move("dropped", _ENDERS, Event.LISTING_DROPPED, because=True) for state in _OPEN_LISTING},
    **{(state, "end"): Move("ended", _ENDERS, Event.LISTING_ENDED, because=True) for state in _IN_FORCE},
}
MEASURE: Procedure = {
    # 措施: adopted by two people, in public; without its basis it stops.
    ("", "propose"): Move("proposed", _OFFICE, Event.MEASURE_PROPOSED, because=True),
    ("proposed", "adopt"): Move("adopted", _HEAD, Event.MEASURE_ADOPTED, because=True),
    ("proposed", "decline"): Move("declined", _ENDERS, Event.MEASURE_DECLINED, because=True),
    ("adopted", "end"): Move("ended", frozenset({Role.HEAD, Role.SYSTEM}), Event.MEASURE_ENDED, because=True),
}
APPLICATION: Procedure = {
    # 采取措施: one organisation, one measure; decided by the acting department after notice, never automatic.
    ("", "propose"): Move("proposed", _OFFICE, Event.APPLICATION_PROPOSED, because=True),
    ("proposed", "notify"): Move("notified", _OFFICE, Event.APPLICATION_NOTIFIED),
    ("notified", "answer"): Move("answered", _SUBJECT, Event.APPLICATION_ANSWERED),
    ("notified", "apply"): Move("applied", _HEAD, Event.APPLICATION_APPLIED, because=True),
    ("answered", "apply"): Move("applied", _HEAD, Event.APPLICATION_APPLIED, because=True),
    # An incentive burdens nobody: no notice is needed before it.
    ("proposed", "grant"): Move("applied", _HEAD, Event.APPLICATION_APPLIED, because=True),
    **{
        (state, "drop"): Move("dropped", _ENDERS, Event.APPLICATION_DROPPED, because=True) for state in ("proposed", "notified", "answered")
    },
    ("applied", "end"): Move("ended", _ENDERS, Event.APPLICATION_ENDED, because=True),
}
EXAMPLE: Procedure = {
    # 典型案例: drafted from the facts, approved by the department's head, published by the centre; two people, and nobody is named.
    ("", "draft"): Move("draft", _OFFICE, Event.EXAMPLE_DRAFTED),
    ("draft", "submit"): Move("submitted", _OFFICE, Event.EXAMPLE_SUBMITTED),
    ("submitted", "return"): Move("draft", _HEAD | {Role.DIRECTOR}, Event.EXAMPLE_RETURNED, because=True),
    ("submitted", "approve"): Move("approved", _HEAD, Event.EXAMPLE_APPROVED, because=True),
    ("approved", "return"): Move("draft", frozenset({Role.DIRECTOR}), Event.EXAMPLE_RETURNED, because=True),
    ("approved", "publish"): Move("published", frozenset({Role.DIRECTOR}), Event.EXAMPLE_PUBLISHED, because=True),
    **{
        (state, "drop"): Move("dropped", _OFFICE | {Role.SYSTEM}, Event.EXAMPLE_DROPPED, because=True)
        for state in ("draft", "submitted", "approved")
    },
    ("published", "withdraw"): Move("withdrawn", _HEAD | {Role.DIRECTOR, Role.SYSTEM}, Event.EXAMPLE_WITHDRAWN, because=True),
}

PROCEDURES: dict[str, Procedure] = {
    "submission": SUBMISSION, "pending": PENDING, "merge": MERGE, "code_issue": CODE_ISSUE, "power": POWER,
    "objection": OBJECTION, "inquiry": INQUIRY, "error_report": ERROR_REPORT, "repair": REPAIR, "masking": MASKING,
    "regime_end": REGIME_END, "listing": LISTING, "measure": MEASURE, "application": APPLICATION, "example": EXAMPLE,
}  # fmt: skip


def states(procedure: str) -> frozenset[str]:
    """Every state a case can be in."""
    return frozenset(move.to for move in PROCEDURES[procedure].values())


def ends(procedure: str) -> frozenset[str]:
    """The states nothing leads out of."""
    return states(procedure) - {state for state, _ in PROCEDURES[procedure]}


def open_to(procedure: str, state: str, role: str) -> list[str]:
    """The actions somebody of that role may take on a case in that state, in the table's order."""
    return [action for (at, action), move in PROCEDURES[procedure].items() if at == state and role in move.by]
