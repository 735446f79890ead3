"""We ask our witnesses to cosign the newest checkpoint (C2SP tlog-witness, the log's side), and keep their lines.

``LOG_WITNESSES``: ``https://address|name+id+key``, commas between several. A witness that does not answer holds nothing up.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from typing import NamedTuple

import structlog

from goodstanding import env
from goodstanding.publiclog import notes, reading
from goodstanding.publiclog.models import Checkpoint, Cosignature
from goodstanding.publiclog.notes import COSIGNATURE, Unreadable, Verifier
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

log = structlog.get_logger(__name__)
PATIENCE = 5.0
"""Seconds for one witness's answer."""
LONGEST = 16 * 1024
TEXT = "text/plain; charset=utf-8"


class Witness(NamedTuple):
    """Where it answers, and its key."""

    address: str
    key: Verifier


class Said(NamedTuple):
    """A witness's answer."""

    status: int
    body: str


def configured() -> list[Witness]:
    """The witnesses of this installation. Raises ``Unusable`` where the setting cannot be read."""
    found = []
    for word in env.words("LOG_WITNESSES"):
        address, _, key = word.partition("|")
        try:
            verifier = Verifier.read(key)
        except Unreadable:
            verifier = None
        if verifier is None or verifier.kind != COSIGNATURE or not address.startswith(("https://", "http://")):
            raise Unusable("LOG_WITNESSES_WRONG", text("publiclog.refused.witness_wrong"))
        found.append(Witness(address.rstrip("/"), verifier))
    return found


def ask_all() -> int:
    """Ask each witness that has not cosigned the newest checkpoint. Returns how many cosigned."""
    newest = reading.latest()
    if newest is None:
        return 0
    done = set(newest.cosignatures.values_list("witness", flat=True))
    return sum(ask(witness, newest) for witness in configured() if witness.key.name not in done)


def ask(witness: Witness, checkpoint: Checkpoint) -> bool:
    """One witness, one checkpoint; where it has seen another size than we think, once more from there."""
    last = Cosignature.objects.filter(witness=witness.key.name).order_by("-checkpoint_id").values_list("checkpoint_id", flat=True).first()
    said = _send(witness, last or 0, checkpoint)
    if said.status == 409 and said.body.strip().isdigit() and int(said.body) <= checkpoint.size and int(said.body) != last:
        said = _send(witness, int(said.body), checkpoint)
    if said.status != 200:
        log.warning("witness did not cosign", witness=witness.key.name, status=said.status, size=checkpoint.size)
        return False
    for line in said.body.splitlines(keepends=True):
        if _cosigned(checkpoint.note, line, witness.key):
            Cosignature.objects.get_or_create(checkpoint=checkpoint, witness=witness.key.name, defaults={"line": line})
            return True
    log.warning("witness answered without its signature", witness=witness.key.name, size=checkpoint.size)
    return False


def _cosigned(note: str, line: str, key: Verifier) -> bool:
    try:
        return notes.cosigned_at(note + line, key) is not None
    except Unreadable:
        return False


def _send(witness: Witness, old: int, checkpoint: Checkpoint) -> Said:
    proof = "".join(f"{b64encode(one).decode()}\n" for one in reading.consistency(old, checkpoint.size))
    body = f"old {old}\n{proof}\n{checkpoint.note}".encode()
    request = urllib.request.Request(f"{witness.address}/add-checkpoint", body, {"Content-Type": TEXT})  # noqa: S310 - configured
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - https or http: see configured
            return Said(answer.status, answer.read(LONGEST).decode(errors="replace"))
    except urllib.error.HTTPError as refused:
        with refused:
            return Said(refused.code, refused.read(LONGEST).decode(errors="replace"))
    except OSError:
        return Said(0, "")
