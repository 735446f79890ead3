"""What the clerk's decision about one waiting row does, also to the rows beside it that name the same organisation."""

from __future__ import annotations

from goodstanding.departments.standing import Standing
from goodstanding.organisations.models import Identifier, Organisation, PendingRow
from goodstanding.records import settling
from goodstanding.rules import uscc
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

AT_ONCE = 200
"""Rows that follow one decision in one request; the rest stay in the queue."""


def open_and_settle(pending: PendingRow, *, by: Standing, because: str) -> Organisation:
    """Open the organisation, and let every waiting row with the same code and the same name enter."""
    organisation = settling.open_organisation(pending, by=by, because=because)
    same = PendingRow.objects.filter(state="waiting", code=pending.code, normal_name=pending.normal_name).order_by("id")
    for other in same[:AT_ONCE]:
        settling.attach(other, organisation, by=by, because=because)
    return organisation


def attach_by_code(pending: PendingRow, code: str, *, by: Standing, because: str) -> Organisation:
    """The row is the organisation's whose code this is on the register."""
    known = Identifier.objects.filter(kind="uscc", value=uscc.clean(code), known_until__isnull=True, issue="")
    identifier = known.select_related("organisation").first()
    if identifier is None:
        raise Missing("ORGANISATION_UNKNOWN", text("intake.refused.organisation_unknown"))
    settling.attach(pending, identifier.organisation, by=by, because=because)
    return identifier.organisation
