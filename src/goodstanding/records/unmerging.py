"""Undoing a merge: the two are two again, and what had attached only because they were one waits for a clerk.

The rows a clerk attached meanwhile stay where he put them, and are listed: he may have meant the other one. Rows that a judgement from
before the merge would have placed, and that waited because of the merge, are placed now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations import families, joining
from goodstanding.organisations.models import Merge, Organisation, PendingRow
from goodstanding.organisations.reasons import reason
from goodstanding.records import reaching, undoing
from goodstanding.records.looking_again import look_again
from goodstanding.records.models import Record, Undoing
from goodstanding.records.turns import my_turn
from goodstanding.rules.events import Event
from goodstanding.ui.texts import text


def undo_merge(merge: Merge, *, by: Standing, because: str) -> Undoing:
    """One transaction: the pointer, the rows, the list of what was shown wrongly."""
    require(by, "merge")
    why = reason(because)
    with my_turn() as cursor:
        merge.refresh_from_db()
        since = merge.merged_at or timezone.now()
        family = families.members(families.root(merge.into).pk)
        wrongs = _shown_as_one(merge, family, since, timezone.now())
        joining.part(merge, by=by, because=why)
        taken = PendingRow.objects.filter(state="settled", how="merged", organisation_id__in=family)
        by_body: defaultdict[int, list[PendingRow]] = defaultdict(list)
        for row in taken.order_by("pk"):
            by_body[row.organisation_id or 0].append(row)
        for rows in by_body.values():
            undoing.undo(rows, by=by, because=text("records.taken_back.merge").zh, merge=merge)
        done = Undoing.objects.create(
            what="merge", merge=merge, organisation=merge.absorbed, rows=[row.pk for rows in by_body.values() for row in rows],
            because=why, by=by.label, user_id=by.user_id,
        )  # fmt: skip
        places = reaching.keep(done, wrongs)
        write(Event.RECORD_TAKEN_BACK, done, by=by, because=why, data={"rows": done.rows, "places": places})
        look_again(cursor, family)
        return done


def settled_meanwhile(merge: Merge) -> Sequence[PendingRow]:
    """What a clerk attached to either side while they were one."""
    if merge.merged_at is None:
        return []
    found = PendingRow.objects.filter(
        state="settled", how="clerk", organisation_id__in=[merge.absorbed_id, merge.into_id], settled_at__gte=merge.merged_at
    )
    return list((found.filter(settled_at__lte=merge.undone_at) if merge.undone_at else found).order_by("settled_at"))


def _shown_as_one(merge: Merge, family: list[int], since: datetime, until: datetime) -> list[reaching.Wrong | None]:
    """Every record of the one side stood under the other's name."""
    away = families.members(merge.absorbed_id)
    bodies = Organisation.objects.in_bulk([families.roots([merge.into_id])[merge.into_id], merge.absorbed_id])
    wrongs = []
    for record in Record.everything.filter(organisation_id__in=family, taken_back=False):
        theirs = record.organisation_id in away
        named = next(body for pk, body in bodies.items() if (pk == merge.absorbed_id) != theirs)
        first, last = max(since, record.entered_at), until
        wrongs.append(reaching.seen(record, named, first, last) if first < last else None)
    return wrongs
