"""The ledger's public acts become leaves, in its order: read, appended, signed and the cursor moved on in one transaction.

A process killed at any line has done a batch whole or not at all; of two at once one works. The checkpoint that is published was committed.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import structlog
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from goodstanding.ledger import reading as ledger
from goodstanding.ledger.models import Entry
from goodstanding.ledger.reading import Line
from goodstanding.publiclog import acts, appending, keys, leaves, remembering
from goodstanding.publiclog.acts import Act
from goodstanding.publiclog.models import Checkpoint, Head

log = structlog.get_logger(__name__)
BATCH = 20_000
"""Entries of the ledger in one transaction."""
PART = 1_000
"""Entries whose contents are held at once: many small objects that live long are walked again and again by the garbage collector."""
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
    found = Entry.objects.filter(acts.public())
    return found.extra(where=["(transaction, id) > (%s, %s)"], params=list(after))


def one_batch(size: int = BATCH) -> Done:
    """One transaction. Nothing is done where another sequencer is at work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return Done(0, 0, more=False)
        head, _ = Head.objects.get_or_create(pk=1)
        remembering.check(head)
        lines, position = ledger.read_since(head.cursor, size)
        checkpoint = _append(cursor, head, lines)
        grown = checkpoint.size if checkpoint else head.size
        Head.objects.filter(pk=1).update(cursor=position, size=grown)
    if checkpoint is not None:
        remembering.remember(head, checkpoint)
        log.info("leaves appended", leaves=grown - head.size, size=grown)
    return Done(len(lines), grown - head.size, more=len(lines) == size)


def _append(cursor: CursorWrapper, head: Head, lines: Sequence[Line]) -> Checkpoint | None:
    """Leaves, openings and a checkpoint; an empty log gets one too, so that there is always something to verify."""
    entries: list[bytes] = []
    for begin in range(0, len(lines), PART):
        entries += _keep(cursor, head.size + len(entries), acts.gather(lines[begin : begin + PART]))
    if not entries and Checkpoint.objects.exists():
        return None
    tree = appending.append(cursor, head.size, entries)
    return Checkpoint.objects.create(size=tree.size, root=tree.root, note=keys.sign(tree.size, tree.root))


def _keep(cursor: CursorWrapper, first: int, found: Iterable[Act]) -> list[bytes]:
    """The openings, beside the log; while the server takes one in, the next is made. Returns the entries that go into the log."""
    entries = []
    with cursor.copy(f"COPY publiclog_opening ({_COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(_TYPES)
        for n, act in enumerate(found, first):
            leaf = leaves.make(act)
            copy.write_row((n, act.record_id, act.organisation_id, act.department_id, act.at, act.event, leaf.salt, leaf.content))
            entries.append(leaf.entry)
    return entries


def alone() -> None:
    """This process does nothing but the log: what is loaded by now stays, and the garbage collector need not walk it with every batch."""
    gc.collect()
    gc.freeze()
