"""The sealed spool: what was handed in, unreadable on disk, until the check is done.

A file may hold personal data until the check has taken it out, so it is never written in the clear. It is sealed while it
arrives: AES-256-GCM in chunks of 1 MiB. The key is derived (HKDF-SHA256) from SECRET_KEY, a random salt in the file's head
and the submission's id, so that neither a stolen disk nor another submission's key opens it. Each chunk's nonce holds its
number and whether it is the last, so a chunk moved, cut off or added is noticed.

Readers need a file they can seek in. :func:`opened` gives them one that has **no name** (``O_TMPFILE``, or created and unlinked at
once), reachable only through this process's own descriptor: in clear from the start of the check to its end, and gone when
the process ends, however it ends.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from goodstanding.intake import folders
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import text

MAGIC = b"GSSPOOL1"
SALT = 16
CHUNK = 1024 * 1024
TAG = 16

# Full disk, quota, and the process's own file-size limit: the three ways a disk says no.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoSpace(Refused):
    """The disk is full (RFC 4918's 507)."""

    status = 507


class TooLarge(Refused):
    """More bytes than one file may have."""

    status = 413


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of a file once it is sealed: its own SHA-256 (of the clear text) and its size in bytes."""

    sha256: str
    size: int


class Sealer:
    """Seals a stream as it comes, piece by piece; ``close()`` ends it, ``abandon()`` leaves nothing behind.

    ``path``: where it lies, for what is no submission.
    """

    def __init__(self, submission: UUID, limit: int | None = None, path: Path | None = None) -> None:
        self.path = path or folders.spool(submission)
        self._limit = settings.UPLOAD_MAX_BYTES if limit is None else limit
        self._digest, self._size, self._chunks, self._waiting = hashlib.sha256(), 0, 0, bytearray()
        salt = os.urandom(SALT)
        self._cipher, self._about = AESGCM(_key(submission, salt)), submission.bytes
        with refusing_when_full():
            self._file: IO[bytes] = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
        with self._refusing():
            self._put(MAGIC + salt)

    def write(self, piece: bytes) -> None:
        """Take a piece of any length. Raises ``TooLarge`` and ``NoSpace``, and then nothing of it stays."""
        self._size += len(piece)
        if self._size > self._limit:
            self.abandon()
            raise TooLarge("FILE_TOO_LARGE", text("intake.refused.too_large", limit=self._limit // CHUNK))
        self._digest.update(piece)
        self._waiting += piece
        with self._refusing():
            # One byte is always held back, so that the last chunk can be told from the others.
            while len(self._waiting) > CHUNK:
                self._seal(bytes(self._waiting[:CHUNK]), last=False)
                del self._waiting[:CHUNK]

    def close(self) -> Sealed:
        """Seal the rest and make it durable."""
        with self._refusing():
            self._seal(bytes(self._waiting), last=True)
            os.fsync(self._file.fileno())
            self._file.close()
        return Sealed(self._digest.hexdigest(), self._size)

    def abandon(self) -> None:
        """Stop and leave nothing behind."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._put(self._cipher.encrypt(_nonce(self._chunks, last=last), piece, self._about))
        self._chunks += 1

    def _put(self, sealed: bytes) -> None:
        view = memoryview(sealed)
        while view:  # a nearly full disk writes a part first
            view = view[self._file.write(view) :]

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        with refusing_when_full():
            try:
                yield
            except OSError:
                self.abandon()
                raise


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """Turn a disk that says no into a sentence; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoSpace("NO_SPACE", text("intake.refused.no_space")) from error
        raise


def seal(submission: UUID, pieces: Iterable[bytes]) -> Sealed:
    """Seal a whole stream."""
    sealer = Sealer(submission)
    try:
        for piece in pieces:
            sealer.write(piece)
        return sealer.close()
    except BaseException:
        sealer.abandon()
        raise


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in chunks."""
    while piece := stream.read(CHUNK):
        yield piece


def unseal(submission: UUID, path: Path | None = None) -> Iterator[bytes]:
    """The clear text, chunk by chunk. Raises ``Missing`` when the spool is gone and ``InvalidTag`` when somebody changed it."""
    try:
        sealed = (path or folders.spool(submission)).open("rb")
    except FileNotFoundError as error:
        raise Missing("SPOOL_GONE", text("intake.refused.spool_gone")) from error
    with sealed:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise InvalidTag
        cipher = AESGCM(_key(submission, sealed.read(SALT)))
        number, piece = 0, sealed.read(CHUNK + TAG)
        while piece:
            following = sealed.read(CHUNK + TAG)
            yield cipher.decrypt(_nonce(number, last=not following), piece, submission.bytes)
            number, piece = number + 1, following
        if number == 0:  # cut off behind its head: an empty file has one, empty, chunk
            raise InvalidTag


@contextmanager
def opened(submission: UUID, path: Path | None = None) -> Iterator[Path]:
    """The clear text as a path that only this process can open, and only until the block ends."""
    with tempfile.TemporaryFile(dir=(path or folders.spool(submission)).parent) as clear:
        with refusing_when_full():
            for piece in unseal(submission, path):
                clear.write(piece)
            clear.flush()
        yield Path(f"/proc/{os.getpid()}/fd/{clear.fileno()}")  # by number: a reader may be a process of ours


def destroy(submission: UUID) -> None:
    """The check is done: the file as handed in is gone, its SHA-256 stays."""
    folders.spool(submission).unlink(missing_ok=True)


def _key(submission: UUID, salt: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"goodstanding spool " + submission.bytes)
    return derived.derive(settings.SECRET_KEY.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
