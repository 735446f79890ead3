"""What rests on an entry ends with it, in the same transaction: measures say here what of theirs does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from goodstanding.ledger.standing import Standing

Rests = Callable[[Sequence[UUID], Standing, str], int]
"""Ends what rests on these entries, for this reason; returns how much it ended."""
_RESTING: list[Rests] = []


def register(rests: Rests) -> Rests:
    """From now on the end of an entry ends that too; a decorator."""
    _RESTING.append(rests)
    return rests


def end_with(listing_ids: Sequence[UUID], *, by: Standing, because: str) -> int:
    """Called by :mod:`ending`."""
    return sum(rests(listing_ids, by, because) for rests in _RESTING)
