"""Two entries of the register turn out to be one body. One clerk proposes, another confirms, and either step leaves everything in place:
the one entry points to the other while the merge stands (see :mod:`families`). Undoing a merge also takes back what attached because of
it: records.unmerging.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.ledger.writing import write
from goodstanding.organisations import families
from goodstanding.organisations.models import Merge, Organisation
from goodstanding.organisations.reasons import reason
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def propose(absorbed: Organisation, into: Organisation, *, by: Standing, because: str, likeness: dict[str, Any] | None = None) -> Merge:
    """``absorbed`` is the same body as ``into`` and is to be shown as it. Somebody else has to confirm."""
    require(by, "merge")
    why = reason(because)
    if families.roots([absorbed.pk])[absorbed.pk] == families.roots([into.pk])[into.pk]:
        raise Refused("MERGE_ITSELF", text("organisations.refused.merge_itself"))
    try:
        with transaction.atomic():
            merge = Merge.objects.create(
                absorbed=absorbed, into=into, because=why, likeness=likeness or {}, proposed_by=by.label, proposed_user=by.user_id
            )
            step = PROCEDURES["merge"]["", "propose"]
            data = {"absorbed": absorbed.pk, "into": into.pk, "to": step.to}
            write(step.event, merge, by=by, because=why, data=data)
    except IntegrityError as error:
        raise Conflict("MERGE_OPEN", text("organisations.refused.merge_open")) from error
    return merge


def confirm(merge: Merge, *, by: Standing) -> None:
    """From now on the one is shown as the other. Raises ``Refused`` where the proposer himself confirms, or a ring would come of it."""
    require(by, "merge")
    if by.user_id is None or by.user_id == merge.proposed_user:
        raise Refused("MERGE_TWO_PEOPLE", text("organisations.refused.merge_two_people"))
    with transaction.atomic():
        _one_at_a_time()
        merge.refresh_from_db()
        if families.roots([merge.into_id])[merge.into_id] in families.members(merge.absorbed_id):
            raise Refused("MERGE_ITSELF", text("organisations.refused.merge_itself"))
        move(merge, "confirm", by=by, because=merge.because, absorbed=merge.absorbed_id, into=merge.into_id)
        Merge.objects.filter(pk=merge.pk).update(confirmed_by=by.label, confirmed_user=by.user_id, merged_at=timezone.now())
        Organisation.objects.filter(pk=merge.absorbed_id).update(merged_into=merge.into_id)
        merge.refresh_from_db()


def decline(merge: Merge, *, by: Standing, because: str) -> None:
    """They are two; also for whoever proposed it and has seen better."""
    require(by, "merge")
    with transaction.atomic():
        move(merge, "decline", by=by, because=reason(because), absorbed=merge.absorbed_id, into=merge.into_id)


def part(merge: Merge, *, by: Standing, because: str) -> None:
    """Undo: each is shown as itself again, as before by construction. In the caller's transaction."""
    require(by, "merge")
    why = reason(because)
    with transaction.atomic():
        _one_at_a_time()
        merge.refresh_from_db()
        if merge.state != "merged":
            raise conflict()
        move(merge, "undo", by=by, because=why, absorbed=merge.absorbed_id, into=merge.into_id)
        Merge.objects.filter(pk=merge.pk).update(undone_at=timezone.now(), undone_because=why)
        Organisation.objects.filter(pk=merge.absorbed_id).update(merged_into=None)
        merge.refresh_from_db()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('organisations.joining', 0))")
