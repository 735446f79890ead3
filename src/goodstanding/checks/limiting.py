"""How much a program may ask in a minute, counted in the database: exact over all processes, one row for each program.

Said in ``RateLimit-Policy`` and ``RateLimit`` (draft-ietf-httpapi-ratelimit-headers): the quota is in codes, a batch of 500 counts 500.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

WINDOW = 60
# Over the limit nothing is written and no row comes back.
_MORE = """
    INSERT INTO checks_quota AS quota (client_id, minute, used) SELECT %s::bigint, %s::bigint, %s::integer WHERE %s <= %s
    ON CONFLICT (client_id) DO UPDATE SET minute = excluded.minute,
        used = CASE WHEN quota.minute = excluded.minute THEN quota.used + excluded.used ELSE excluded.used END
    WHERE quota.minute <> excluded.minute OR quota.used + excluded.used <= %s RETURNING used
"""
_ADMIT = "SELECT * FROM checks_admit(%s, %s, %s, %s, %s, %s)"


class TooFast(Refused):
    """429, with the seconds to wait."""

    status = 429

    def __init__(self, used: Used) -> None:
        super().__init__("TOO_FAST", text("checks.refused.too_fast", seconds=used.seconds))
        self.headers = {**used.headers(), "Retry-After": str(used.seconds)}


@dataclass(frozen=True, slots=True)
class Used:
    """How much of the minute's quota is left, and how long the minute lasts."""

    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """As the answer says it."""
        return {
            "RateLimit-Policy": f'"codes";q={settings.CHECKS_PER_MINUTE};w={WINDOW}',
            "RateLimit": f'"codes";r={self.left};t={self.seconds}',
        }


@dataclass(frozen=True, slots=True)
class Admitted:
    """A program that lives today, and what is left to it; ``used`` is None where the quota is spent or the scope missing."""

    id: int
    name: str
    department_id: int | None
    scopes: frozenset[str]
    used_today: bool
    token_hash: str
    unit: str | None
    used: int | None


def admit(scope: str, *, token_hash: str | None = None, client: int | None = None) -> Admitted | None:
    """Look the program up by either and count one code, in one statement. None: nobody, or no longer."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_ADMIT, [token_hash, client, today, _minute(), scope, settings.CHECKS_PER_MINUTE])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, name, department, scopes, last_used_on, token_hash, unit, used = row
    return Admitted(pk, name, department, frozenset(scopes), last_used_on == today, token_hash, unit, used)


def charge(client_id: int, codes: int) -> Used:
    """Count so many more. Raises :class:`TooFast`, and then nothing is counted."""
    limit = settings.CHECKS_PER_MINUTE
    with connection.cursor() as cursor:
        cursor.execute(_MORE, [client_id, _minute(), codes, codes, limit, limit])
        row = cursor.fetchone()
    if row is None:
        raise TooFast(left(None))
    return left(row[0])


def left(used: int | None) -> Used:
    """After so many; None: spent."""
    limit: int = settings.CHECKS_PER_MINUTE
    return Used(0 if used is None else max(0, limit - used), max(1, WINDOW - int(time.time()) % WINDOW))


def _minute() -> int:
    return int(time.time()) // WINDOW
