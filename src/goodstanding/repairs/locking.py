"""A case as it stands now, and nobody else's until this is over. The record is locked first everywhere, so that nobody waits for ever."""

from __future__ import annotations

from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict
from goodstanding.records.models import Record
from goodstanding.repairs.models import Repair
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def locked(repair: Repair, action: str) -> Repair:
    """The row as it is now; of two who decide, the slower one is told."""
    Record.everything.select_for_update().get(pk=repair.record_id)
    now = Repair.objects.select_for_update().get(pk=repair.pk)
    if now.state != repair.state or (now.state, action) not in PROCEDURES["repair"]:
        raise conflict()
    return now


def not_own(repair: Repair, by: Standing) -> None:
    """Whoever applied, or wrote it down for a visitor, does not decide about it."""
    if by.user_id is not None and by.user_id == repair.filed_user:
        raise Refused("REPAIR_OWN", text("repairs.refused.own"))
