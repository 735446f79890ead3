"""The same bytes again: what was answered, exactly as it was given."""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

import orjson

from goodstanding.checks.models import Check
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


class Purged(Refused):
    """Its term is over: the hash is left."""

    status = 410


def content(check: Check) -> bytes:
    """Bit for bit. Raises ``Purged`` once its term is over; what does not fit its hash is never given out."""
    kept = bytes(check.answer)
    if not kept:
        raise Purged("ANSWER_PURGED", text("checks.refused.purged"))
    said = zlib.decompress(kept)
    if sha256(said).digest() != bytes(check.sha256):
        raise RuntimeError(f"{check.number}: the answer is not the one that was given")
    return said


def read(check: Check) -> dict[str, Any]:
    """The answer as data, for a page."""
    found: dict[str, Any] = orjson.loads(content(check))
    return found
