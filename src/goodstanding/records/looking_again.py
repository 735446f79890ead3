"""Waiting rows are looked at again: something has changed that may tell whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.moving import move
from goodstanding.organisations.matching import INPUT, match
from goodstanding.organisations.models import BY_ITSELF, Judgement, PendingRow
from goodstanding.organisations.remembering import recall
from goodstanding.organisations.waiting_codes import codes_of
from goodstanding.records.saying import say
from goodstanding.records.wording import Said
from goodstanding.records.writing import because


def look_again(cursor: CursorWrapper, organisation_ids: Sequence[int]) -> int:
    """Match the rows again that wait and were judged about, or point to, these organisations; what is sure now attaches. Returns how many.

    In the caller's transaction, which has the turn.
    """
    judged = Judgement.objects.filter(organisation_id__in=organisation_ids).values_list("normal_name", "code")
    names = {name for name, _ in judged}
    waiting = PendingRow.objects.select_for_update().filter(state="waiting")
    rows = [
        *waiting.filter(candidate_id__in=organisation_ids),
        *waiting.filter(normal_name__in=names).exclude(candidate_id__in=organisation_ids),
    ]
    if not rows:
        return 0
    by_pk = {row.pk: row for row in rows}
    cursor.execute(f"DROP TABLE IF EXISTS again; CREATE TEMP TABLE again ({INPUT}) ON COMMIT DROP")
    cursor.executemany(f"INSERT INTO again VALUES ({', '.join(['%s'] * 9)})", [codes_of(row) for row in rows])
    match(cursor, "again")
    recall(cursor, "again")
    cursor.execute(
        "SELECT row, organisation_id, attached FROM again_matched WHERE organisation_id IS NOT NULL AND attached = ANY(%s)",
        [list(BY_ITSELF)],
    )
    found: list[tuple[int, int, str]] = cursor.fetchall()
    cursor.execute("DROP TABLE again, again_matched")
    by_body: defaultdict[tuple[int, str], list[PendingRow]] = defaultdict(list)
    for pk, organisation_id, how in found:
        row = by_pk[pk]
        PendingRow.objects.filter(pk=pk).update(organisation_id=organisation_id, how=how, settled_at=timezone.now(), because=because(how))
        move(row, "settle", by=SYSTEM, because=because(how), organisation=organisation_id, how=how)
        by_body[organisation_id, row.kind].append(row)
    for (organisation_id, kind), rows_of in by_body.items():
        for row in rows_of:
            say(cursor, kind, organisation_id, [Said.by_pending(row)], on=timezone.localdate(row.received_at), by=SYSTEM)
    return len(found)
