"""A leaf: when, what kind of act, and a commitment. Nothing of it tells whose record it is, or that two leaves are of one record.

The commitment is SHA-256 over 32 random bytes and the exact bytes of the content. Without the salt the content cannot be guessed; once
the salt is deleted, nobody can show any more what the leaf was about, not even we.
"""

from __future__ import annotations

import secrets
import zlib
from base64 import b64encode
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from goodstanding.publiclog.acts import Act

SALT = 32
WINDOW = 12
"""Of the compression, as a power of two: contents are short, and setting up a larger window takes longer than compressing one."""


class Leaf(NamedTuple):
    """``entry`` goes into the log, ``salt`` and ``content`` (compressed) stay beside it."""

    entry: bytes
    salt: bytes
    content: bytes


def canonical(content: dict[str, Any]) -> bytes:
    """Sorted keys, no spaces, UTF-8: RFC 8785 for what we write (ASCII keys; texts, whole numbers, lists of texts)."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def commitment(salt: bytes, content: bytes) -> bytes:
    """What a leaf says of its content."""
    return sha256(salt + content).digest()


def entry(at: str, event: str, committed: bytes) -> bytes:
    """The leaf's own bytes."""
    return canonical({"v": 1, "at": at, "event": event, "commitment": b64encode(committed).decode()})


def make(act: Act) -> Leaf:
    """An act's leaf, with a salt of its own."""
    salt, content = secrets.token_bytes(SALT), canonical(act.content)
    small = zlib.compressobj(1, zlib.DEFLATED, WINDOW)  # for so few bytes zlib.compress takes nearly twice as long
    kept = small.compress(content) + small.flush()
    return Leaf(entry(_minute(act.content["at"]), act.event, commitment(salt, content)), salt, kept)


def _minute(at: str) -> str:
    """To the minute: the second would tell which leaves were written by one act, and so of one record."""
    return f"{at[:16]}:00Z"
