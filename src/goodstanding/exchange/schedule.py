"""When a message is tried again: ten times over three days, as Standard Webhooks 1.0 has it, each a little later than that by chance."""

from __future__ import annotations

import secrets
from datetime import timedelta

WAITS = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
"""Seconds after the first attempt, the second, and so on; the last of ten is made some 75 hours after the first."""
MOST = len(WAITS) + 1
JITTER = 10
"""Per cent at most, so that what failed together is not tried together."""


def wait(tries: int) -> timedelta | None:
    """After so many attempts; None: it is given up."""
    if not 1 <= tries < MOST:
        return None
    seconds = WAITS[tries - 1]
    return timedelta(seconds=seconds * (1 + secrets.randbelow(JITTER * 10 + 1) / 1000))
