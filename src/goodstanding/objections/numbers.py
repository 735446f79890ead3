"""Numbers people quote: 办件编号. They rise; a number that nobody got is no fault."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

_SEQUENCE = {"YY": "objections_number", "JC": "objections_report_number"}


def following(letters: str) -> str:
    """The next one, such as ``YY2026-000123``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [_SEQUENCE[letters]])
        (number,) = cursor.fetchone()
    return f"{letters}{timezone.localdate():%Y}-{number:06d}"
