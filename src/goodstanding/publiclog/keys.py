"""The log's signing key: made on first use, sealed, kept in the data folder; or handed over as the secret LOG_KEY.

The origin is the log's name for life: what the first checkpoint says stays, whatever the site is called later.
"""

from __future__ import annotations

import binascii
import os
import secrets
from base64 import b64decode, b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from goodstanding import env
from goodstanding.publiclog import notes, reading
from goodstanding.publiclog.notes import Verifier
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

NAME = "LOG_KEY"
_VERSION = b"\x01"
_NONCE = 12


def origin() -> str:
    """``credit.example.cn/log``."""
    known = reading.latest()
    if known is not None:
        return known.note.split("\n", 1)[0]
    public = urlsplit(settings.PUBLIC_URL)
    return f"{public.netloc}{public.path.rstrip('/')}/log"


def verifier() -> Verifier:
    """The public key under the log's name."""
    return notes.verifier(origin(), private())


def sign(size: int, root: bytes) -> str:
    """A checkpoint. Raises ``Unusable`` where the key is not the one that signed the last."""
    name, key, last = origin(), private(), reading.latest()
    if last is not None:
        try:
            notes.opened(last.note, notes.verifier(name, key))
        except notes.Unreadable:
            raise Unusable("LOG_KEY_CHANGED", text("publiclog.refused.key_changed")) from None
    return notes.sign(notes.body(notes.Checkpoint(name, size, root)), name, key)


def private() -> Ed25519PrivateKey:
    """The key itself; it leaves this process in no form."""
    given = env.secret(NAME)
    seed = _given(given) if given else _kept(settings.DATA_DIR / NAME.lower(), settings.FIELD_KEY)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _given(value: str) -> bytes:
    try:
        seed = b64decode(value, validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != 32:
        raise env.nonsense(NAME, "请填写 32 字节密钥的 Base64 编码。", "write the base64 form of a key of 32 bytes.")
    return seed


@cache
def _kept(path: Path, field_key: str) -> bytes:
    """What the file holds; made where there is none. Of two processes at once one makes it and both read it."""
    cipher = AESGCM(sha256(b"goodstanding log key" + field_key.encode()).digest())
    if not path.exists():
        _make(path, cipher)
    box = b64decode(path.read_bytes())
    try:
        return cipher.decrypt(box[1 : 1 + _NONCE], box[1 + _NONCE :], _VERSION)
    except InvalidTag:
        raise Unusable("LOG_KEY_SEALED", text("publiclog.refused.key_sealed")) from None


def _make(path: Path, cipher: AESGCM) -> None:
    nonce = secrets.token_bytes(_NONCE)
    box = _VERSION + nonce + cipher.encrypt(nonce, secrets.token_bytes(32), _VERSION)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(b64encode(box))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(whole, path)  # never over one that is there
    except FileExistsError:
        pass
    finally:
        whole.unlink()
