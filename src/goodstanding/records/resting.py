"""What rests on a record ends with it, in the same transaction: parts above say here what of theirs does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from goodstanding.ledger.standing import Standing

Rests = Callable[[Sequence[UUID], Standing, str], int]
"""Ends what rests on these records, for this reason; returns how much it ended."""
_RESTING: list[Rests] = []


def register(rests: Rests) -> Rests:
    """From now on the end of a record ends that too; a decorator."""
    _RESTING.append(rests)
    return rests


def end_with(record_ids: Sequence[UUID], *, by: Standing, because: str) -> int:
    """Called by :mod:`ending`, and by :mod:`taking_back` for what was another organisation's."""
    return sum(rests(record_ids, by, because) for rests in _RESTING)
