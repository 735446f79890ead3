"""The offline filter: a Bloom filter over salted hashes of codes, twelve bits a code, eight of them set, signed with Ed25519.

A code that is in it is always found; of those that are not, some three in a thousand are found all the same. So it says "maybe: ask" or
"not in the filter as of …", and never that all is clear. ``tools/offline.py`` reads it, with nothing but Python.

    GSFILTER1, a line feed, the header (JSON on one line), a line feed, the bits, the signature of all before (64 bytes)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection
from typing import Any

import orjson

MAGIC = b"GSFILTER1\n"
BITS = 12
HASHES = 8
"""The eight 32-bit words of one SHA-256: (1 - e^(-8/12))^8 = 0.31 %."""
SALT = 16


def write(codes: Collection[str], header: dict[str, Any], sign: Callable[[bytes], bytes], *, salt: bytes = b"") -> bytes:
    """The whole file. ``header``: what it covers and until when; its salt is its own, so that two files cannot be compared."""
    salt = salt or os.urandom(SALT)
    size = max((len(codes) * BITS) // 8, 1)
    bits = bytearray(size)
    for code in codes:
        for place in places(code, salt, size * 8):
            bits[place >> 3] |= 1 << (place & 7)
    line = orjson.dumps({**header, "salt": salt.hex(), "entries": len(codes), "bytes": size, "hashes": HASHES}, option=orjson.OPT_SORT_KEYS)
    body = MAGIC + line + b"\n" + bytes(bits)
    return body + sign(body)


def places(code: str, salt: bytes, bits: int) -> list[int]:
    """Which bits stand for a code."""
    digest = hashlib.sha256(salt + code.encode()).digest()
    return [int.from_bytes(digest[at : at + 4], "big") * bits >> 32 for at in range(0, 4 * HASHES, 4)]
