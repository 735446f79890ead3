"""Another office's witness over real HTTP: it cosigns what continues, and nothing else; its line stands under the checkpoint."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from goodstanding.publiclog import keys, merkle, notes, reading, witnessing
from goodstanding.publiclog.models import Checkpoint, Cosignature
from goodstanding.publiclog.notes import Verifier
from goodstanding.publiclog.witness import Witness, server
from goodstanding.rules.refusals import Conflict, Unusable
from tests.publiclog import reference
from tests.publiclog.making import logged

pytestmark = pytest.mark.django_db
ENTRIES = [f"leaf {n}".encode() for n in range(40)]
NAME = "audit.example.cn/witness"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


class Running:
    """A witness that listens."""

    def __init__(self, folder: Path, *logs: Verifier) -> None:
        self.witness = Witness(folder, NAME, logs)
        self.server = server(self.witness, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.witness.alone.close()


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    made = Running(tmp_path / "witness", keys.verifier())
    monkeypatch.setenv("LOG_WITNESSES", f"{made.address}|{made.witness.verifier}")
    yield made
    made.stop()


def sent(address: str, old: int, note: str, proof: list[bytes]) -> tuple[int, str, str]:
    lines = "".join(f"{b64encode(one).decode()}\n" for one in proof)
    request = urllib.request.Request(f"{address}/add-checkpoint", f"old {old}\n{lines}\n{note}".encode())  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode(), refused.headers["Content-Type"]


def checkpoint(entries: list[bytes], origin: str | None = None, key: Ed25519PrivateKey | None = None) -> str:
    """As our log would sign a tree of these entries, honest or not."""
    text = notes.body(notes.Checkpoint(origin or keys.origin(), len(entries), reference.root(entries)))
    return notes.sign(text, origin or keys.origin(), key or keys.private())


def test_the_newest_checkpoint_is_cosigned_and_served_with_its_line(running: Running) -> None:
    logged(ENTRIES[:3])
    assert witnessing.ask_all() == 1
    assert witnessing.ask_all() == 0
    logged(ENTRIES[3:20])
    assert witnessing.ask_all() == 1
    served = Client().get("/log/checkpoint").content.decode()
    assert served.startswith(Checkpoint.objects.latest("size").note)
    assert notes.cosigned_at(served, running.witness.verifier)
    assert notes.opened(served, keys.verifier())
    assert running.witness.known(keys.origin()).size == 20


def test_what_is_served_waits_for_the_witnesses_but_not_for_ever(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(ENTRIES[:3])
    assert witnessing.ask_all() == 1
    logged(ENTRIES[3:20])
    logged(ENTRIES[20:22])
    served = Client().get("/log/checkpoint").content.decode()
    assert notes.checkpoint(notes.opened(served, keys.verifier())).size == 3
    assert notes.cosigned_at(served, running.witness.verifier)
    assert Client().get("/api/v1/public/log").json()["checkpoint"] == served
    monkeypatch.setattr(reading, "WITNESSES_HAVE", timedelta(seconds=-1))
    assert Client().get("/log/checkpoint").content.decode().startswith("localhost:8000/log\n22\n")


def test_a_witness_that_has_seen_more_than_we_remember_is_asked_from_there(running: Running) -> None:
    logged(ENTRIES[:3])
    assert sent(running.address, 0, reading.current().note, [])[0] == 200
    logged(ENTRIES[3:5])
    assert witnessing.ask_all() == 1
    assert Cosignature.objects.get().checkpoint_id == 5


def test_a_witness_that_is_down_wrong_or_another_holds_nothing_up(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(ENTRIES[:3])
    other = notes.verifier(NAME, Ed25519PrivateKey.generate(), notes.COSIGNATURE)
    monkeypatch.setenv("LOG_WITNESSES", f"http://127.0.0.1:9|{running.witness.verifier}, {running.address}|{other}")
    assert witnessing.ask_all() == 0
    assert not Cosignature.objects.exists()
    for wrong in ("x", f"ftp://a|{other}", f"https://a|{keys.verifier()}", "https://a|b+c+d"):
        monkeypatch.setenv("LOG_WITNESSES", wrong)
        with pytest.raises(Unusable):
            witnessing.configured()


def test_only_what_continues_is_cosigned(running: Running) -> None:
    first, more = checkpoint(ENTRIES[:5]), checkpoint(ENTRIES[:9])
    proof = reference.proof(5, ENTRIES[:9])
    assert sent(running.address, 0, first, [])[0] == 200
    rewritten = [*ENTRIES[:2], b"another", *ENTRIES[3:9]]
    assert sent(running.address, 5, checkpoint(rewritten), reference.proof(5, rewritten))[0] == 422
    assert sent(running.address, 5, checkpoint(ENTRIES[10:15]), [])[:2] == (409, "5\n"), "a fork of the same size"
    assert sent(running.address, 5, checkpoint(ENTRIES[:3]), [])[0] == 400, "trimmed"
    assert sent(running.address, 3, more, reference.proof(3, ENTRIES[:9])) == (409, "5\n", "text/x.tlog.size")
    assert sent(running.address, 5, more, [])[0] == 422
    assert sent(running.address, 5, more, [*proof, bytes(32)])[0] == 422
    assert running.witness.known(keys.origin()).size == 5
    status, line, _ = sent(running.address, 5, more, proof)
    assert status == 200
    assert notes.cosigned_at(more + line, running.witness.verifier)
    assert sent(running.address, 9, more, [])[0] == 200, "the same once more"
    assert sent(running.address, 5, more, proof)[:2] == (409, "9\n")


def test_whose_log_it_does_not_know_it_does_not_sign(running: Running) -> None:
    key = Ed25519PrivateKey.generate()
    assert sent(running.address, 0, checkpoint(ENTRIES[:5], "other.example.cn/log"), [])[0] == 404
    assert sent(running.address, 0, checkpoint(ENTRIES[:5], key=key), [])[0] == 403
    for body in ("", "old x\n\nnote", "old 01\n\nnote", "new 0\n\nnote", "old 0\n!!\n\nnote", "old 0\nAAAA\n\nnote"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{running.address}/add-checkpoint", body.encode(), timeout=10)  # noqa: S310 - ours
        assert refused.value.code == 400
        refused.value.close()
    with pytest.raises(urllib.error.HTTPError) as nothing:
        urllib.request.urlopen(f"{running.address}/elsewhere", b"x", timeout=10)  # noqa: S310 - ours
    assert nothing.value.code == 404
    nothing.value.close()


def test_begun_anew_it_remembers_and_there_is_one_of_it(tmp_path: Path, running: Running) -> None:
    assert sent(running.address, 0, checkpoint(ENTRIES[:5]), [])[0] == 200
    with pytest.raises(Conflict):
        Witness(tmp_path / "witness", NAME, [keys.verifier()])
    running.stop()
    again = Running(tmp_path / "witness", keys.verifier())
    assert str(again.witness.verifier) == str(running.witness.verifier)
    assert sent(again.address, 0, checkpoint(ENTRIES[5:10]), [])[:2] == (409, "5\n")
    again.stop()


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "goodstanding", "witness", "--folder", str(tmp_path / "w"), "--name", NAME]
    source = Path(merkle.__file__).parents[2]
    environment = {**os.environ, "DATABASE_URL": "nonsense", "PYTHONPATH": str(source)}
    process = subprocess.Popen(
        [*command, "--log", str(keys.verifier()), "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    try:
        assert process.stdout is not None
        verifier, address = Verifier.read(process.stdout.readline()), process.stdout.readline().strip()
        note = checkpoint(ENTRIES[:5])
        status, line, _ = sent(address, 0, note, [])
        assert status == 200
        assert notes.cosigned_at(note + line, verifier)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()
