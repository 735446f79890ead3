"""When records are purged, what objections said about them goes too: parts, reports, and cases of which no part is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from goodstanding.papers.keeping import destroy_purged
from goodstanding.records import purging

_OVER = """
    SELECT one.id FROM objections_objection one
    WHERE one.id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM objections_item part WHERE part.objection_id = one.id)
"""
OF_THE_CASE = ("inquiry", "pause")


@purging.register
def go(record_ids: Sequence[UUID]) -> Iterable[UUID]:
    """In the transaction of the purge; a case over other records too stays for those. Its papers' hashes stay, their content goes."""
    ids = list(record_ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM objections_errorreport WHERE record_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM objections_item WHERE record_id = ANY(%s) RETURNING objection_id", [ids])
        touched = list({case for (case,) in cursor.fetchall()})
        cursor.execute(_OVER, [touched])
        cases = [case for (case,) in cursor.fetchall()]
        papers = _delete(cursor, cases) if cases else []
    destroy_purged(papers)
    return ()  # the public log knows records, not cases


def _delete(cursor: CursorWrapper, cases: list[UUID]) -> list[UUID]:
    cursor.execute("DELETE FROM objections_evidence WHERE objection_id = ANY(%s) RETURNING paper_id", [cases])
    papers = [paper for (paper,) in cursor.fetchall()]
    for table in OF_THE_CASE:
        cursor.execute(f"DELETE FROM objections_{table} WHERE objection_id = ANY(%s)", [cases])
    cursor.execute("DELETE FROM objections_objection WHERE id = ANY(%s)", [cases])
    return papers
