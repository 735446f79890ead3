"""Numbers people can quote, given out once each."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone


def next_number(letters: str) -> str:
    """``MD2026-000123``; gaps are possible, repetition is not."""
    return next_numbers(letters, 1)[0]


def next_numbers(letters: str, count: int) -> list[str]:
    """So many at once, for a file of entries."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('lists_number') FROM generate_series(1, %s)", [count])
        return [f"{letters}{year}-{serial:06d}" for (serial,) in cursor.fetchall()]
