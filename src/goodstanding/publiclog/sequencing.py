"""The ledger's public acts become leaves, in its order: read, appended, signed and the cursor moved on in one transaction.

A process killed at any line has done a batch whole or not at all; of two at once one works. The checkpoint that is published was committed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

import structlog
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from goodstanding.ledger import reading as ledger
from goodstanding.ledger.models import Entry
from goodstanding.publiclog import acts, appending, keys, leaves, remembering
from goodstanding.publiclog.acts import Act
from goodstanding.publiclog.leaves import Leaf
from goodstanding.publiclog.models import Checkpoint, Head

log = structlog.get_logger(__name__)
BATCH = 20_000
"""Entries of the ledger in one transaction."""
LOCK = 0x676F6F646C6F67
"""Of the whole log: one sequencer at a time."""
_COLUMNS = "leaf, record_id, organisation_id, department_id, at, event, salt, content"
_TYPES = ("int8", "uuid", "int8", "int8", "timestamptz", "text", "bytea", "bytea")


class Done(NamedTuple):
    """What one batch did: entries of the ledger read, leaves appended, and whether more may wait."""

    read: int
    appended: int
    more: bool


def sequence(*, limit: float = float("inf"), batch: int = BATCH) -> int:
    """Everything that waits, batch by batch, for about ``limit`` seconds. Returns how many leaves were appended."""
    appended, begun = 0, time.monotonic()
    while True:
        done = one_batch(batch)
        appended += done.appended
        if not done.more or time.monotonic() - begun > limit:
            return appended


def waiting() -> QuerySet[Entry]:
    """Public acts that are not in the log yet."""
    head = Head.objects.filter(pk=1).first()
    after = ledger.position(head.cursor if head else ledger.BEGINNING)
    found = Entry.objects.filter(subject=acts.RECORD, event__in=acts.PUBLIC)
    return found.extra(where=["(transaction, id) > (%s, %s)"], params=list(after))


def one_batch(size: int = BATCH) -> Done:
    """One transaction. Nothing is done where another sequencer is at work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return Done(0, 0, more=False)
        head, _ = Head.objects.get_or_create(pk=1)
        remembering.check(head)
        entries, position = ledger.read_since(head.cursor, size)
        found = list(acts.gather(entries)) if entries else []
        checkpoint = _append(cursor, head, found)
        Head.objects.filter(pk=1).update(cursor=position, size=head.size + len(found))
    if checkpoint is not None:
        remembering.remember(head, checkpoint)
        log.info("leaves appended", leaves=len(found), size=checkpoint.size)
    return Done(len(entries), len(found), more=len(entries) == size)


def _append(cursor: CursorWrapper, head: Head, found: Sequence[Act]) -> Checkpoint | None:
    """Leaves, openings and a checkpoint; an empty log gets one too, so that there is always something to verify."""
    if not found and Checkpoint.objects.exists():
        return None
    made = leaves.make(found)
    tree = appending.append(cursor, head.size, [leaf.entry for leaf in made])
    _keep(cursor, head.size, found, made)
    return Checkpoint.objects.create(size=tree.size, root=tree.root, note=keys.sign(tree.size, tree.root))


def _keep(cursor: CursorWrapper, first: int, found: Sequence[Act], made: Sequence[Leaf]) -> None:
    """The openings, beside the log."""
    with cursor.copy(f"COPY publiclog_opening ({_COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(_TYPES)
        for n, (act, leaf) in enumerate(zip(found, made, strict=True), first):
            copy.write_row(
                (n, act.record_id, act.organisation_id, act.department_id, act.at, act.event, leaf.salt, leaf.content)
            )  # fmt: skip
