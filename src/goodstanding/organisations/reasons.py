"""Whoever decides says why."""

from __future__ import annotations

from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def reason(because: str) -> str:
    """The reason without the white space around it. Raises ``Refused`` where there is none."""
    if not because.strip():
        raise Refused("REASON_MISSING", text("organisations.refused.reason_missing"))
    return because.strip()
