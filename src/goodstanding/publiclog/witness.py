"""A witness another office can run (C2SP tlog-witness): it cosigns a checkpoint that continues the last it saw of that log, and no other.

No database and no Django: a folder with its key and, for each log, the last checkpoint it cosigned.
"""

from __future__ import annotations

import binascii
import fcntl
import os
import secrets
import threading
import time
from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goodstanding.publiclog import merkle, notes
from goodstanding.publiclog.notes import Checkpoint, Unreadable, Verifier
from goodstanding.rules.refusals import Conflict
from goodstanding.rules.texts import Text

KEY = "witness_key"
PROOF_LINES = 63
TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


class Answer(NamedTuple):
    """What an HTTP client gets."""

    status: int
    body: str = ""
    kind: str = TEXT


class Asked(NamedTuple):
    """A request to cosign, read."""

    old: int
    proof: list[bytes]
    note: str


class Witness:
    """One witness, one process: the folder is locked while it lives."""

    def __init__(self, folder: Path, name: str, logs: Iterable[Verifier]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name = folder, name
        self.logs = {log.name: log for log in logs}
        self.key = _key(folder / KEY)
        self.turn = threading.Lock()
        self.alone = (folder / "lock").open("w")
        try:
            fcntl.flock(self.alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.alone.close()
            raise Conflict("WITNESS_RUNS", Text("该文件夹已有见证方在运行。", "A witness is already running on this folder.")) from None

    @property
    def verifier(self) -> Verifier:
        """What logs and everybody who verifies have to know."""
        return notes.verifier(self.name, self.key, notes.COSIGNATURE)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Every check in the order the protocol gives them."""
        try:
            asked = read(body)
            text, _ = notes.split(asked.note)
            said = notes.checkpoint(text)
        except (Unreadable, UnicodeDecodeError):
            return Answer(400)
        log = self.logs.get(said.origin)
        if log is None:
            return Answer(404)
        try:
            notes.opened(asked.note, log)
        except Unreadable:
            return Answer(403)
        return self._cosigned(asked, text, said) if asked.old <= said.size else Answer(400)

    def _cosigned(self, asked: Asked, text: str, said: Checkpoint) -> Answer:
        with self.turn:  # checked and written down at once: a slower request cannot put it back
            known = self.known(said.origin)
            if known.size != asked.old or (known.size == said.size and known.root != said.root):
                return Answer(409, f"{known.size}\n", SIZE)
            if not merkle.continues(known.size, said.size, asked.proof, known.root, said.root):
                return Answer(422)
            self._write(text)
        return Answer(200, notes.cosign(text, self.name, self.key, int(time.time())))

    def known(self, origin: str) -> Checkpoint:
        """The last checkpoint cosigned of that log; the empty tree where there is none."""
        try:
            return notes.checkpoint(self._path(origin).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Checkpoint(origin, 0, merkle.EMPTY)

    def _write(self, text: str) -> None:
        path = self._path(text.split("\n", 1)[0])
        whole = path.with_suffix(".new")
        with whole.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(path)

    def _path(self, origin: str) -> Path:
        return self.folder / sha256(origin.encode()).hexdigest()[:32]


def read(body: bytes) -> Asked:
    """``old 12``, lines of the proof, an empty line, the checkpoint."""
    head, gap, note = body.decode().partition("\n\n")
    first, *lines = head.split("\n")
    word, _, size = first.partition(" ")
    if not gap or word != "old" or not (size.isascii() and size.isdigit() and str(int(size)) == size) or len(lines) > PROOF_LINES:
        raise Unreadable("not a request")
    try:
        proof = [b64decode(line, validate=True) for line in lines]
    except binascii.Error:
        raise Unreadable("not a proof") from None
    if any(len(one) != merkle.HASH for one in proof):
        raise Unreadable("not a proof")
    return Asked(int(size), proof, note)


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """An HTTP server that answers ``POST /add-checkpoint`` and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint" or not length.isdigit() or int(length) > notes.LONGEST:
                self.close_connection = True
                self.answer(Answer(404 if self.path != "/add-checkpoint" else 400))
                return
            self.answer(witness.add_checkpoint(self.rfile.read(int(length))))

        def answer(self, said: Answer) -> None:
            body = said.body.encode()
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    return ThreadingHTTPServer((host, port), Handler)


def _key(path: Path) -> Ed25519PrivateKey:
    """Made on first use, readable by nobody else."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    with os.fdopen(handle, "wb") as file:
        file.write(seed := secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    return Ed25519PrivateKey.from_private_bytes(seed)
