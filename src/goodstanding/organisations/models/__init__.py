"""Organisations, their dated codes and names, what is wrong with their codes, and the rows that wait for a clerk.

Validity is in two times: ``valid_from`` .. ``valid_until`` (exclusive) is when something was so, ``known_from`` .. ``known_until``
is when we believed it. Nothing is overwritten; what turns out wrong stops being known.
"""

from goodstanding.organisations.models.bodies import KINDS, Identifier, Name, Organisation
from goodstanding.organisations.models.exceptions import CodeException
from goodstanding.organisations.models.issues import ISSUES, OPERATIONS, CodeIssue, Registrar
from goodstanding.organisations.models.judging import VERDICTS, Judgement, Merge
from goodstanding.organisations.models.living import RELATIONS, Registration, Relation
from goodstanding.organisations.models.searching import Frequency, SearchKey, Sound, Unkeyed
from goodstanding.organisations.models.waiting import BY_ITSELF, Candidate, PendingRow

__all__ = (
    "BY_ITSELF",
    "ISSUES",
    "KINDS",
    "OPERATIONS",
    "RELATIONS",
    "VERDICTS",
    "Candidate",
    "CodeException",
    "CodeIssue",
    "Frequency",
    "Identifier",
    "Judgement",
    "Merge",
    "Name",
    "Organisation",
    "PendingRow",
    "Registrar",
    "Registration",
    "Relation",
    "SearchKey",
    "Sound",
    "Unkeyed",
)
