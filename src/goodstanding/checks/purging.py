"""深圳经济特区社会信用条例 art. 45: the log of queries is kept five years. Then what was answered goes; number, time, who and hash stay."""

from __future__ import annotations

from django.db import connection, transaction

from goodstanding.checks.locks import PURGING
from goodstanding.clocks.deadlines import ago

TERM = "query_log"
SET = 5_000
_PURGE = """
    UPDATE checks_check SET answer = '', matter = '' WHERE id IN (
        SELECT id FROM checks_check WHERE at < %s AND answer <> '' AND seal_id IS NOT NULL ORDER BY at LIMIT %s
    )
"""


def purge_due() -> int:
    """In sets, each in a transaction of its own; how many. Receipts are never deleted: the trees they stand in can be computed for good."""
    before, total = ago(TERM), 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [PURGING, before.isoformat()])
            cursor.execute(_PURGE, [before, SET])
            done: int = cursor.rowcount
        total += done
        if done < SET:
            return total
