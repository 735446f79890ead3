"""When records are purged, the taking down that ended them goes too, as soon as none of its records is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from goodstanding.papers.keeping import destroy_purged
from goodstanding.records import purging

_GONE = """
    DELETE FROM withdrawals_withdrawal one WHERE id IN (SELECT "case" FROM records_ending WHERE record_id = ANY(%s))
        AND NOT EXISTS (SELECT 1 FROM records_ending why WHERE why."case" = one.id AND why.record_id <> ALL(%s))
    RETURNING paper_id
"""


@purging.register
def go(record_ids: Sequence[UUID]) -> Iterable[UUID]:
    """In the transaction of the purge, while the endings are still there. The document's hash stays, its content goes."""
    ids = list(record_ids)
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [ids, ids])
        papers = [paper for (paper,) in cursor.fetchall() if paper is not None]
    destroy_purged(papers)
    return ()  # the public log knows records, not cases
