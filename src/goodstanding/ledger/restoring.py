"""After a dump is loaded into another server: keep the ledger's order rising."""

from __future__ import annotations

from django.db import connection


def settle() -> int:
    """Called at every start. The new server's transactions are counted from behind the last entry's; returns by how much it moved."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_shift SET shift = shift + behind.by"
            " FROM (SELECT max(transaction) + 1 - ledger_transaction() AS by FROM ledger_entry) behind"
            " WHERE behind.by > 0 RETURNING behind.by"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
