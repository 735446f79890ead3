"""Writers of records take turns, lane by lane."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

LANES = 2
"""Decisions are dealt into this many lanes by their identity, so that as many writers may work at once without ever meeting."""


@contextmanager
def my_turn(lanes: range = range(LANES)) -> Iterator[CursorWrapper]:
    """A transaction in which nobody else writes records of these lanes: what is compared cannot change before it is written.

    The locks go with the outermost transaction, however that ends; they are always taken in the same order.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for lane in lanes:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('records.entering', %s))", [lane])
        yield cursor
