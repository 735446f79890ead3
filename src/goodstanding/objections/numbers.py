"""Numbers people quote: 办件编号."""

from __future__ import annotations

from goodstanding.ledger.numbering import next_number

_SEQUENCE = {"YY": "objections_number", "JC": "objections_report_number"}


def following(letters: str) -> str:
    """The next one, such as ``YY2026-000123``."""
    return next_number(letters, _SEQUENCE[letters])
