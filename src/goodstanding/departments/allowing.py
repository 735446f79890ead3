"""May this standing do this to this object? The one question every view, API call and command asks before it acts.

What is refused is written down too, on a connection of its own, so that undoing the request does not undo the entry.
"""

from __future__ import annotations

from typing import NoReturn

import structlog
from django.db import connection, models
from django.db.utils import DatabaseError

from goodstanding.ledger import writing
from goodstanding.ledger.standing import CENTRE, Standing
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Forbidden
from goodstanding.rules.texts import Text

log = structlog.get_logger(__name__)
STEWARDS = frozenset({"steward", "clerk", "system"})
CLERKS = frozenset({"clerk", "system"})
DEPARTMENT = frozenset({"steward", "official", "head"})
SOURCE = frozenset({"steward", "head", "clerk"})
OFFICE = frozenset({"steward", "head"})
SUBJECT = frozenset({"representative", "clerk"})
ADMINISTRATORS = frozenset({"administrator", "system"})

ALLOWED: dict[str, frozenset[str]] = {
    # submissions: of one's own department; the clerk's office helps any
    "hand_in": STEWARDS,
    "confirm": STEWARDS,
    "withdraw": STEWARDS,
    "map_headers": STEWARDS,
    "see_submission": DEPARTMENT | CENTRE | {"system"},
    # the register and what waits for a clerk
    "settle": CLERKS,
    "undo": CLERKS,
    "merge": CLERKS,
    "register": CLERKS,
    "open_organisation": CLERKS,
    "except_code": CLERKS,
    "relate": CLERKS,
    "see_organisation": CENTRE | {"system"},
    "see_queue": CLERKS | {"auditor"},
    # wrong and duplicate codes: the registering department answers for its own, the centre decides
    "see_issues": DEPARTMENT | CENTRE | {"system"},
    "answer_issue": STEWARDS,
    "settle_issue": CLERKS,
    "find_issues": CLERKS,
    "name_registrars": CLERKS | ADMINISTRATORS,
    # the desk's view of records, with what the public does not see
    "see_record": DEPARTMENT | CENTRE | {"system"},
    # who acts for an organisation
    "ask_power": frozenset({"account", "representative"}),
    "decide_power": CLERKS,
    "end_power": CLERKS | {"account", "representative"},
    "see_powers": CLERKS | {"auditor"},
    "see_ours": SUBJECT | {"auditor"},
    # objections: the organisation's own, or the clerk at the window; a source sees and answers what it is asked
    "object": SUBJECT,
    "see_objection": frozenset({"representative"}) | DEPARTMENT | CENTRE,
    "handle_objection": CLERKS,
    "answer_inquiry": SOURCE,
    "extend_objection": frozenset({"director"}),
    "see_error_reports": CLERKS | {"auditor"},
    "settle_error_report": CLERKS,
    # repair: who found it repairs it
    "apply_for_repair": SUBJECT,
    "see_repair": frozenset({"representative"}) | DEPARTMENT | CENTRE,
    "decide_repair": SOURCE,
    "extend_repair": frozenset({"head", "director"}),
    "mask": SOURCE,
    # ending what a department itself has handed in
    "end_record": SOURCE,
    "state_proceeding": SOURCE | {"system"},
    "end_by_regime": frozenset({"administrator", "director", "system"}),
    "retain": frozenset({"administrator", "director", "system"}),
    "set_calendar": CLERKS | ADMINISTRATORS,
    # the basis register: whoever answers for the centre stops what a law no longer carries
    "halt_basis": frozenset({"director", "system"}),
    # lists: the department that is competent proposes, its head decides; the organisation answers
    "give_competence": ADMINISTRATORS,
    "propose_listing": OFFICE,
    "load_listings": frozenset({"steward", "clerk"}),
    "handle_listing": OFFICE | {"system"},
    "decide_listing": frozenset({"head"}),
    "answer_listing": SUBJECT,
    "see_listing": frozenset({"representative"}) | DEPARTMENT | CENTRE | {"system"},
    "settle_remark": OFFICE | CLERKS,
    # measures: adopted by two of the acting department, applied by decision
    "propose_measure": OFFICE,
    "adopt_measure": frozenset({"head"}),
    "see_measures": DEPARTMENT | CENTRE | {"system"},
    "propose_application": OFFICE,
    "decide_application": frozenset({"head"}),
    "answer_application": SUBJECT,
    "see_application": frozenset({"representative"}) | DEPARTMENT | CENTRE | {"system"},
    # checks: a department that has the purpose asks; it says what it did; the organisation and the centre see it
    "grant_purpose": ADMINISTRATORS,
    "check": DEPARTMENT,
    "see_check": DEPARTMENT | CENTRE | {"representative", "system"},
    "feed_back": DEPARTMENT,
    # delivery: a department subscribes for its own office; every end is acknowledged
    "subscribe": OFFICE | ADMINISTRATORS,
    "see_deliveries": DEPARTMENT | CENTRE | {"system"},
    "replay_delivery": OFFICE | ADMINISTRATORS,
    "acknowledge_delivery": DEPARTMENT,
    # example cases: drafted by the acting department, approved by its head, published by the centre's director
    "draft_example": OFFICE,
    "approve_example": frozenset({"head"}),
    "publish_example": frozenset({"director"}),
    "withdraw_example": frozenset({"head", "director", "system"}),
    "see_examples": DEPARTMENT | CENTRE | {"system"},
    # the house itself
    "see_ledger": frozenset({"auditor", "administrator", "clerk", "system"}),
    "see_metrics": frozenset({"auditor", "administrator", "system"}),
    "give_accounts": ADMINISTRATORS,
    "give_tokens": ADMINISTRATORS,
    "found_departments": ADMINISTRATORS,
}
"""Action -> roles. Where the object belongs to a department, a department's role counts only for its own."""
SCOPES: dict[str, str] = {
    "hand_in": "intake:write",
    "confirm": "intake:write",
    "withdraw": "intake:write",
    "map_headers": "intake:write",
    "see_submission": "intake:read",
    "check": "check:ask",
    "see_check": "check:ask",
    "feed_back": "check:ask",
    "see_deliveries": "delivery:read",
    "acknowledge_delivery": "delivery:read",
}
"""What an API client's token must say; other actions are not for programs."""


def may(standing: Standing, action: str, obj: models.Model | None = None) -> bool:
    """The answer alone, for showing or hiding a button."""
    if standing.role not in ALLOWED[action]:
        return False
    if standing.client_id is not None and SCOPES.get(action) not in standing.scopes:
        return False
    if standing.role == "representative":
        return obj is None or (standing.organisation_id is not None and standing.organisation_id == organisation_of(obj))
    if standing.role not in DEPARTMENT:
        return True
    return standing.department_id is not None and standing.department_id == department_of(obj)


def require(standing: Standing, action: str, obj: models.Model | None = None) -> None:
    """Return where it is allowed; otherwise write an entry that stays, and raise ``Forbidden``."""
    if not may(standing, action, obj):
        refuse(standing, action, obj)


def refuse(standing: Standing, action: str, obj: models.Model | None) -> NoReturn:
    """Audited, then Forbidden. The sentence is the same whether or not the object exists: it gives nothing away."""
    log.warning("refused", action=action, role=standing.role, user=standing.user_id, client=standing.client_id)
    subject: writing.Subject = obj if obj is not None else ("departments.action", action)
    write_apart(subject, action, standing)
    raise Forbidden(
        "NOT_ALLOWED",
        Text(
            "您没有进行此项操作的权限。如工作需要，请联系信用信息中心管理员。",
            "You are not entitled to do this. If your work needs it, ask the centre's administrator.",
        ),
    )


def write_apart(subject: writing.Subject, action: str, by: Standing) -> None:
    """Write the entry in a transaction of its own: on a second connection where this one is inside a transaction."""
    if not connection.in_atomic_block:
        writing.write(Event.ACCESS_REFUSED, subject, by=by, data={"action": action})
        return
    apart = connection.copy()
    try:
        name, key, department = writing.described(subject, by)
        with apart.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_entry (event, subject, subject_id, data, label, role, user_id, client_id, department_id)"
                " VALUES (%s, %s, %s, jsonb_build_object('action', %s::text), %s, %s, %s, %s, %s)",
                [str(Event.ACCESS_REFUSED), name, key, action, by.label, by.role, by.user_id, by.client_id, department],
            )
    except DatabaseError:
        log.exception("refusal not written", action=action)
    finally:
        apart.close()


def department_of(obj: models.Model | None) -> int | None:
    """The department an object belongs to: itself, or the one it names."""
    if obj is None:
        return None
    if obj._meta.label == "departments.Department":
        return int(obj.pk)
    belongs: int | None = getattr(obj, "department_id", None)
    return belongs


def organisation_of(obj: models.Model) -> int | None:
    """The organisation an object belongs to: itself, or the one it names."""
    if obj._meta.label == "organisations.Organisation":
        return int(obj.pk)
    belongs: int | None = getattr(obj, "organisation_id", None)
    return belongs
