"""One writer of records at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


@contextmanager
def my_turn() -> Iterator[CursorWrapper]:
    """A transaction in which nobody else writes records: what is compared cannot change before it is written.

    The lock goes with the outermost transaction, however that ends.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('records.entering', 0))")
        yield cursor
