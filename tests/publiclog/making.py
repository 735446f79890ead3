"""Records with public acts, and a log of anything for tests of the tree alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.publiclog import appending, keys
from goodstanding.publiclog.appending import Tree
from goodstanding.publiclog.models import Checkpoint, Head
from goodstanding.records.entering import enter
from goodstanding.records.models import Record
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, penalty

NAME = "临澜市甲有限公司"


def settle(patience: float = 240) -> None:
    """Wait until nothing that runs on this server, in whichever database, is older than our entries."""
    until = time.monotonic() + patience
    while not connection.in_atomic_block and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_entry WHERE transaction >= ledger_settled())")
            if cursor.fetchone() == (False,):
                return
        time.sleep(0.05)


def founded() -> int:
    """The organisation all of them are about."""
    return organisation(1, NAME).pk


def published(folder: Path, department: Department, numbers: Sequence[int], **changed: str | None) -> list[Record]:
    """Penalties with these numbers are handed in and enter; those handed in before are changed."""
    handed = hand_in(folder, department, [penalty(CF_WSH=f"{n}号", **changed) for n in numbers])
    enter(handed.folder, handed, by=SYSTEM)
    found = {one.decision_no: one for one in Record.everything.filter(decision_no__in=[f"{n}号" for n in numbers], taken_back=False)}
    return [found[f"{n}号"] for n in numbers if f"{n}号" in found]


def one(folder: Path, department: Department, number: int = 1, **changed: str | None) -> Record:
    """One of them."""
    (record,) = published(folder, department, [number], **changed)
    return record


def logged(entries: Sequence[bytes]) -> Tree:
    """A log of these entries, with a checkpoint, as a sequencer would have left it."""
    with transaction.atomic(), connection.cursor() as cursor:
        head, _ = Head.objects.get_or_create(pk=1)
        tree = appending.append(cursor, head.size, entries)
        Head.objects.filter(pk=1).update(size=tree.size)
        Checkpoint.objects.get_or_create(size=tree.size, defaults={"root": tree.root, "note": keys.sign(tree.size, tree.root)})
    return tree


def content_of(record_id: UUID) -> list[dict[str, object]]:
    """What the acts on a record say, oldest first."""
    import zlib  # noqa: PLC0415

    import orjson  # noqa: PLC0415

    from goodstanding.publiclog.models import Opening  # noqa: PLC0415

    return [orjson.loads(zlib.decompress(one.content)) for one in Opening.objects.filter(record_id=record_id).order_by("leaf")]
