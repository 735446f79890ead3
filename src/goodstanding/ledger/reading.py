"""Read what is new since a cursor, without ever missing an entry.

Ids are given out before a transaction commits, so a reader that remembers "the last id I saw" misses the entry of a
slower transaction that got a smaller one. Entries are therefore ordered by (transaction, id), and only those of
transactions older than every transaction still running are served: nothing can appear among them any more.
"""

from __future__ import annotations

from django.db import connection

from goodstanding.ledger.models import Entry
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

BEGINNING = ""
SETTLED = "transaction < ledger_settled()"


def read_since(cursor: str = BEGINNING, limit: int = 1000) -> tuple[list[Entry], str]:
    """Entries after ``cursor`` (opaque; '' is the beginning), oldest first, at most ``limit``, and the cursor to go on from."""
    after = position(cursor)
    entries = list(
        Entry.objects.extra(where=[SETTLED, "(transaction, id) > (%s, %s)"], params=list(after)).order_by("transaction", "id")[:limit]  # noqa: S610 - constants
    )
    return (entries, f"{entries[-1].transaction}-{entries[-1].id}") if entries else (entries, cursor)


def now() -> str:
    """The cursor behind everything settled so far: for a reader that only wants what comes."""
    with connection.cursor() as database:
        database.execute(f"SELECT transaction, id FROM ledger_entry WHERE {SETTLED} ORDER BY transaction DESC, id DESC LIMIT 1")
        row = database.fetchone()
    return f"{row[0]}-{row[1]}" if row else BEGINNING


def position(cursor: str) -> tuple[int, int]:
    """A cursor's two numbers. Raises ``Unusable``."""
    if cursor == BEGINNING:
        return (0, 0)
    first, dash, second = cursor.partition("-")
    if not (dash and first.isascii() and first.isdigit() and second.isascii() and second.isdigit() and len(cursor) < 40):
        raise Unusable(
            "CURSOR_WRONG", Text("游标无效，请使用上一次返回的游标。", "The cursor is not one of ours; use the one the last answer gave.")
        )
    return int(first), int(second)
