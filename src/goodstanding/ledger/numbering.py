"""Numbers people can quote, given out once each; gaps are possible, repetition is not."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone


def next_number(letters: str, sequence: str) -> str:
    """``XF2026-000123``: the letters of the kind of case, the year, and the next of that part's own sequence."""
    return next_numbers(letters, sequence, 1)[0]


def next_numbers(letters: str, sequence: str, count: int) -> list[str]:
    """So many at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [f"{letters}{timezone.localdate().year}-{serial:06d}" for (serial,) in cursor.fetchall()]
