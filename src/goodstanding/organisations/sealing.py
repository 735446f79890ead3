"""Official fields (the legal representative's name) are stored encrypted and never searched.

个人信息保护法 art. 51: 采取相应的加密、去标识化等安全技术措施. AES-256-GCM with a key derived from FIELD_KEY, which lives outside the
database: a dump alone tells no name. One value is the JSON of all official fields of a row.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_VERSION = b"\x01"
_NONCE = 12


def seal(values: Iterable[str | None]) -> list[bytes | None]:
    """Each text encrypted under its own nonce; None stays None."""
    cipher, nonce = _cipher(), os.urandom
    return [None if value is None else _box(cipher, nonce(_NONCE), value) for value in values]


def unseal(sealed: bytes | memoryview | None) -> dict[str, str]:
    """Official fields of one row: field code -> value. Raises ``cryptography.exceptions.InvalidTag`` where the key is not the one."""
    if sealed is None:
        return {}
    box = bytes(sealed)
    fields: dict[str, str] = orjson.loads(_cipher().decrypt(box[1 : 1 + _NONCE], box[1 + _NONCE :], _VERSION))
    return fields


def fingerprint_key() -> str:
    """A key for hashes over sealed values: without it, a short name could be guessed from its hash."""
    return hashlib.sha256(b"goodstanding fingerprint" + settings.FIELD_KEY.encode()).hexdigest()


def _box(cipher: AESGCM, nonce: bytes, value: str) -> bytes:
    return _VERSION + nonce + cipher.encrypt(nonce, value.encode(), _VERSION)


@cache
def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(b"goodstanding field" + settings.FIELD_KEY.encode()).digest())
