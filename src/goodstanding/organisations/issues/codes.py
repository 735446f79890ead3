"""Is a code fit to be given to a body? And whose is it already?"""

from __future__ import annotations

from goodstanding.organisations.models import CodeException, CodeIssue, Identifier
from goodstanding.rules import uscc
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

TAKEN_OVER = frozenset({"wrong", "placeholder", "shared", "several"})
"""Issues about the body's own code. The others are about a name or a row: the register has nothing to take over from their answer."""


def fit(code: str, issue: CodeIssue) -> str:
    """The code cleaned, where it can be the body's new one. Raises ``Refused`` (``NEW_CODE_WRONG``, ``NEW_CODE_SAME``), ``Conflict``."""
    new = uscc.clean(code)
    lawful = CodeException.objects.filter(code=new, ended_at__isnull=True).exists()
    if not (uscc.passes(new) or lawful):
        raise Refused("NEW_CODE_WRONG", text("organisations.issues.refused.new_code_wrong"))
    if new == issue.code and issue.kind in TAKEN_OVER:
        raise Refused("NEW_CODE_SAME", text("organisations.issues.refused.new_code_same"))
    if issue.kind in TAKEN_OVER and taken(new, issue.organisation_id):
        raise Conflict("NEW_CODE_TAKEN", text("organisations.issues.refused.new_code_taken"))
    return new


def taken(code: str, organisation: int | None) -> bool:
    """Another body has it in force: as it stands, or by the organisation code inside. Entries merged into one are one body."""
    if organisation is None:
        return False
    held = (
        Identifier.objects.filter(known_until__isnull=True, valid_until__isnull=True)
        .exclude(organisation_id=organisation)
        .exclude(organisation__merged_into_id=organisation)
    )
    return held.filter(value=code).exists() or held.filter(core=uscc.orgcode(code)).exists()
