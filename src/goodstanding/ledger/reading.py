"""Read what is new since a cursor, without ever missing an entry.

Ids are given out before a transaction commits, so a reader that remembers "the last id I saw" misses the entry of a
slower transaction that got a smaller one. Entries are therefore ordered by (transaction, id), and only those of
transactions older than every transaction still running are served: nothing can appear among them any more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.db import connection

from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

BEGINNING = ""
SETTLED = "transaction < ledger_settled()"
_SINCE = f"""
    SELECT transaction, id, at, event, subject, subject_id, data FROM ledger_entry
    WHERE {SETTLED} AND (transaction, id) > (%s, %s) ORDER BY transaction, id LIMIT %s
"""


class Line(NamedTuple):
    """What a follower needs of an entry; there may be a million, so it is no model."""

    transaction: int
    id: int
    at: datetime
    event: str
    subject: str
    subject_id: str
    data: dict[str, Any]


def read_since(cursor: str = BEGINNING, limit: int = 1000) -> tuple[list[Line], str]:
    """Entries after ``cursor`` (opaque; '' is the beginning), oldest first, at most ``limit``, and the cursor to go on from."""
    with connection.cursor() as database:
        database.execute(_SINCE, [*position(cursor), limit])
        lines = [Line._make((*row[:-1], orjson.loads(row[-1]))) for row in database.fetchall()]
    return lines, f"{lines[-1].transaction}-{lines[-1].id}" if lines else cursor


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
