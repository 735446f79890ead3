"""Numbers people can quote, given out once each."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone


def next_number(letters: str) -> str:
    """``CS2026-000123``; gaps are possible, repetition is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('measures_number')")
        ((serial,),) = cursor.fetchall()
    return f"{letters}{timezone.localdate().year}-{serial:06d}"
