"""One process at a time works on a submission, and a dead one holds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def held(submission: UUID) -> Iterator[bool]:
    """Whether this process holds the submission until the block ends.

    An advisory lock of PostgreSQL: it goes with the connection, so a worker that was killed lets go at once, without a clock.
    """
    key = f"submission {submission}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
