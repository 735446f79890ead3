"""Papers are stored encrypted (个人信息保护法 art. 51: 采取相应的加密、去标识化等安全技术措施).

AES-256-GCM with a key derived from FIELD_KEY for papers alone; the paper's id is bound to its content, so that two rows cannot
exchange theirs unnoticed.
"""

from __future__ import annotations

import os
from functools import cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = b"\x01"
_NONCE = 12


def seal(content: bytes, paper: UUID) -> bytes:
    """Encrypted under a nonce of its own."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + _cipher(settings.FIELD_KEY).encrypt(nonce, content, _VERSION + paper.bytes)


def unseal(sealed: bytes | memoryview, paper: UUID) -> bytes:
    """The content. Raises ``cryptography.exceptions.InvalidTag`` where the key is not the one or somebody changed it."""
    box = bytes(sealed)
    return _cipher(settings.FIELD_KEY).decrypt(box[1 : 1 + _NONCE], box[1 + _NONCE :], _VERSION + paper.bytes)


@cache
def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"goodstanding paper").derive(key.encode()))
