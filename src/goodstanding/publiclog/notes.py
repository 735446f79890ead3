"""Signed notes, checkpoints and cosignatures as C2SP describes them (signed-note, tlog-checkpoint, tlog-cosignature). No Django.

A note is a text that ends in a newline, an empty line, and lines ``— name base64(key id, signature)``.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOTE, COSIGNATURE = 1, 4
"""Signature types: a log's own, a witness's with the time."""
DASH = "\u2014 "
LONGEST = 64 * 1024


class Unreadable(ValueError):  # noqa: N818 - says what it is
    """Not a note, a checkpoint or a key of this form."""


class Checkpoint(NamedTuple):
    """What a log says of itself: whose tree, how many leaves, their root."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name: ``name+keyid+base64(type, key)``."""

    name: str
    key: bytes
    kind: int = NOTE

    @classmethod
    def read(cls, text: str) -> Verifier:
        """Raises ``Unreadable`` where it is not one, or its id is not its key's."""
        pieces = text.strip().split("+", 2)
        try:
            raw = b64decode(pieces[2], validate=True)
            found = cls(pieces[0], raw[1:], raw[0])
        except (IndexError, binascii.Error):
            raise Unreadable("not a verifier key") from None
        if not found.name or len(found.key) != 32 or found.kind not in (NOTE, COSIGNATURE) or found.id.hex() != pieces[1]:
            raise Unreadable("not a verifier key")
        return found

    @property
    def id(self) -> bytes:
        """Four bytes that name key and type."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether it signed that text; a cosignature carries its time in front."""
        signed = text.encode()
        if self.kind == COSIGNATURE:
            signed, signature = _cosigned(text, int.from_bytes(signature[:8], "big")), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def verifier(name: str, key: Ed25519PrivateKey, kind: int = NOTE) -> Verifier:
    """The public half of a private key."""
    return Verifier(name, key.public_key().public_bytes_raw(), kind)


def body(checkpoint: Checkpoint) -> str:
    """The text a log signs."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{b64encode(checkpoint.root).decode()}\n"


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The text as a note signed by this key."""
    return f"{text}\n{_line(verifier(name, key), key.sign(text.encode()))}"


def cosign(text: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """A witness's line under a checkpoint: as of that second it is the largest tree seen of this log."""
    return _line(verifier(name, key, COSIGNATURE), at.to_bytes(8, "big") + key.sign(_cosigned(text, at)))


def cosigned_at(note: str, by: Verifier) -> int | None:
    """When this witness has cosigned the note, in seconds since 1970; None where it has not."""
    text, found = split(note)
    return next(
        (int.from_bytes(one[:8], "big") for name, key_id, one in found if (name, key_id) == (by.name, by.id) and by.verifies(text, one)),
        None,
    )


def opened(note: str, by: Verifier) -> str:
    """The text of a note that this key has signed. Raises ``Unreadable`` where it has not."""
    text, found = split(note)
    own = [signature for name, key_id, signature in found if (name, key_id) == (by.name, by.id)]
    if not own or not all(by.verifies(text, signature) for signature in own):
        raise Unreadable("not signed by this key")
    return text


def split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The text, and for each line below it the name, the key's id and the signature."""
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n") or len(note) > LONGEST or any(ord(one) < 32 and one != "\n" for one in note):
        raise Unreadable("not a note")
    found = []
    for line in lines[:-1].split("\n"):
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        try:
            raw = b64decode(encoded, validate=True)
        except binascii.Error:
            raise Unreadable("not a signature") from None
        if not line.startswith(DASH) or not name or len(raw) < 5:
            raise Unreadable("not a signature")
        found.append((name, raw[:4], raw[4:]))
    return f"{text}\n", found


def checkpoint(text: str) -> Checkpoint:
    """A signed text as a checkpoint."""
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], b64decode(lines[2], validate=True)
    except (IndexError, binascii.Error):
        raise Unreadable("not a checkpoint") from None
    whole = size.isascii() and size.isdigit() and str(int(size)) == size and len(size) < 20
    if not origin or not whole or len(root) != 32 or not text.endswith("\n"):
        raise Unreadable("not a checkpoint")
    return Checkpoint(origin, int(size), root)


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _line(by: Verifier, signature: bytes) -> str:
    return f"{DASH}{by.name} {b64encode(by.id + signature).decode()}\n"
