"""Each minute the receipts not sealed yet become the leaves of one Merkle tree; its root goes into the ledger and the public log.

Afterwards nobody, not even we, can change, add or take away a receipt of that minute without its showing.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.checks.models import Seal
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.writing import write
from goodstanding.publiclog import merkle
from goodstanding.rules.events import Event

MOST = 1 << 16
"""Receipts under one seal: a proof is then at most sixteen hashes."""
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('goodstanding.checks.sealing', 0))"
_NEXT = "SELECT id, sha256 FROM checks_check WHERE seal_id IS NULL ORDER BY id LIMIT %s"
_SEAL = "UPDATE checks_check SET seal_id = %s WHERE id = ANY(%s)"


def seal_all() -> int:
    """Whatever is not sealed yet; how many receipts that were."""
    total = 0
    while done := seal():
        total += done
        if done < MOST:
            break
    return total


@transaction.atomic
def seal() -> int:
    """One seal, in one transaction; 0 where there is nothing, or somebody else is at it. Where there was no check there is no seal."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_NEXT, [MOST])
        rows = cursor.fetchall()
        if not rows:
            return 0
        made = Seal.objects.create(id=uuid4(), at=timezone.now(), count=len(rows), root=root(bytes(one) for _, one in rows))
        cursor.execute(_SEAL, [made.pk, [pk for pk, _ in rows]])
    write(Event.CHECK_SEALED, made, by=SYSTEM, data={"count": made.count, "root": made.root.hex()})
    return made.count


def root(hashes: Iterable[bytes]) -> bytes:
    """Of the tree whose leaves are these answers' SHA-256, in the order of the receipts."""
    leaves = [merkle.leaf_hash(one) for one in hashes]
    return subtree(leaves, 0, len(leaves))


def subtree(leaves: list[bytes], start: int, end: int) -> bytes:
    """The hash of a range of leaves (RFC 9162 section 2.1.1)."""
    return merkle.join([merkle.fold(b"".join(leaves[one.start : one.start + (1 << one.height)])) for one in merkle.perfects(start, end)])
