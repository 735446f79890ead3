"""When records are purged, their repairs go too, with every word and paper; so does a masking of which no record is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from goodstanding.papers.keeping import destroy_purged
from goodstanding.records import purging
from goodstanding.repairs.models.locks import BAR_IS_OVER

_OF_THESE = "repair_id IN (SELECT id FROM repairs_repair WHERE record_id = ANY(%s))"
_EVIDENCE = f"DELETE FROM repairs_evidence WHERE {_OF_THESE} RETURNING paper_id"
# 限制修复 goes on without the case it came from, and goes with the first purge after its end.
_GONE = (
    f"DELETE FROM repairs_bar WHERE {BAR_IS_OVER} AND (repair_id IS NULL OR {_OF_THESE})",
    f"UPDATE repairs_bar SET repair_id = NULL WHERE {_OF_THESE}",
    "DELETE FROM repairs_repair WHERE record_id = ANY(%s)",
    "DELETE FROM repairs_reminder WHERE record_id = ANY(%s)",
)
_MASKINGS = """
    DELETE FROM repairs_masking one WHERE id IN (SELECT "case" FROM records_suspension WHERE record_id = ANY(%s))
        AND NOT EXISTS (SELECT 1 FROM records_suspension why WHERE why."case" = one.id AND why.record_id <> ALL(%s))
    RETURNING paper_id
"""


@purging.register
def go(record_ids: Sequence[UUID]) -> Iterable[UUID]:
    """In the transaction of the purge, while the suspensions are still there. The papers' hashes stay, their content goes."""
    ids = list(record_ids)
    with connection.cursor() as cursor:
        cursor.execute(_EVIDENCE, [ids])
        papers = [paper for (paper,) in cursor.fetchall()]
        for statement in _GONE:
            cursor.execute(statement, [ids])
        cursor.execute(_MASKINGS, [ids, ids])
        papers += [paper for (paper,) in cursor.fetchall()]
    destroy_purged(papers)
    return ()  # the public log knows records, not cases
