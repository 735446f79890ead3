"""What proves that an act on a record stands in the log: the opening of its leaf, the way to the root, the signed checkpoint.

Given only while the record shows: whoever has the file can show for good what was published, we no longer do once it has ended.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from typing import Any, TypedDict
from uuid import UUID

from goodstanding.publiclog import reading
from goodstanding.publiclog.acts import shown
from goodstanding.publiclog.models import Checkpoint, Opening
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

FORMAT = "goodstanding-log-proof/1"


class Proved(TypedDict):
    """One act: ``entry`` is the leaf, ``content`` with ``salt`` opens its commitment, ``proof`` leads from it to the root."""

    index: int
    entry: str
    salt: str
    content: str
    proof: list[str]


class File(TypedDict):
    """Everything about a record that can be proved today, under one checkpoint."""

    format: str
    checkpoint: str
    acts: list[Proved]


def acts(record_id: UUID) -> list[Opening]:
    """What was done to a record (an entry, a halt …) that shows today, oldest first, up to the checkpoint served; nothing of any other."""
    checkpoint = reading.published()
    if checkpoint is None or not shown(record_id):
        return []
    return list(Opening.objects.filter(record_id=record_id, leaf__lt=checkpoint.size).order_by("leaf"))


def context(record_id: UUID) -> dict[str, Any]:
    """What ``publiclog/prove.html`` shows on a record's own page."""
    return {"log_acts": acts(record_id), "log_record": record_id}


def prove(record_id: UUID) -> File:
    """The file that ``tools/verify_log.py`` reads. Raises ``Missing`` where the record does not show."""
    if not shown(record_id):
        raise Missing("RECORD_NOT_SHOWN", text("publiclog.refused.not_shown"))
    checkpoint = reading.published()
    if checkpoint is None:
        raise Missing("LOG_EMPTY", text("publiclog.refused.empty"))
    found = [_proved(one, checkpoint) for one in acts(record_id) if one.leaf < checkpoint.size]
    return {"format": FORMAT, "checkpoint": reading.served(checkpoint), "acts": found}


def _proved(opening: Opening, under: Checkpoint) -> Proved:
    proof = reading.inclusion(opening.leaf, under.size)
    return {
        "index": opening.leaf,
        "entry": reading.entry(opening.leaf).decode(),
        "salt": b64encode(opening.salt).decode(),
        "content": zlib.decompress(opening.content).decode(),
        "proof": [b64encode(one).decode() for one in proof],
    }
