"""The independent verifier as a journalist runs it, against a live site: honest, and dishonest in every way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from goodstanding.departments.models import Department
from goodstanding.publiclog import keys, notes, reading, sequencing
from goodstanding.publiclog.models import Checkpoint, Cosignature, Head, Tile
from goodstanding.publiclog.verifying import faults, unpacked
from tests.publiclog.making import founded, logged, one, published

pytestmark = pytest.mark.django_db(transaction=True)
VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_log.py"
RECORDS = 300
Verify = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def town(tmp_path: Path, settings: Any, market: Department) -> None:
    settings.DATA_DIR = tmp_path
    founded()
    published(tmp_path, market, range(RECORDS))
    sequencing.sequence()


@pytest.fixture
def verify(live_server: Any, tmp_path: Path) -> Verify:
    def run(*arguments: str, source: str = "", remember: bool = True) -> tuple[int, str]:
        command = [sys.executable, "-I", str(VERIFIER), source or f"{live_server.url}/log", *arguments]
        kept = ["--remember", str(tmp_path / "log.json")] if remember else []
        done = subprocess.run([*command, *kept], capture_output=True, text=True, check=False, cwd=tmp_path)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    return run


def entries() -> list[bytes]:
    return [
        entry for data in Tile.objects.filter(level=-1).order_by("index").values_list("data", flat=True) for entry in unpacked(bytes(data))
    ]


def rewrite(leaves: Sequence[bytes]) -> None:
    """What an operator could do who has the key, the database and no scruples: another log under the same name, whole in itself."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE publiclog_tile, publiclog_checkpoint, publiclog_cosignature, publiclog_head")
    logged(leaves)
    assert not [fault for fault in faults() if "leaf" not in fault.en]


def altered(sql: str, *params: object) -> None:
    """One thing changed behind the log's back."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_an_honest_log_verifies_and_goes_on_verifying(verify: Verify, tmp_path: Path, market: Department) -> None:
    code, said = verify()
    assert code == 0, said
    assert "无误" in said
    assert "all is well: 300 leaves" in said
    assert "首次核验" in said
    published(tmp_path, market, range(RECORDS, RECORDS + 250))
    sequencing.sequence()
    code, said = verify("--key", str(keys.verifier()))
    assert (code, "300" in said, "550" in said) == (0, True, True), said
    published(tmp_path, market, [1000, 1001])
    sequencing.sequence()
    assert verify("--quick")[0] == 0
    assert verify("--quick")[0] == 0
    assert verify(remember=False)[0] == 0


def test_a_copy_in_a_folder_verifies_too(verify: Verify, live_server: Any, tmp_path: Path) -> None:
    places = ["checkpoint", "key", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"]
    for place in places:
        target = tmp_path / "copy" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(f"{live_server.url}/log/{place}") as answer, target.open("wb") as file:  # noqa: S310 - ours
            shutil.copyfileobj(answer, file)
    assert verify(source=str(tmp_path / "copy"))[0] == 0
    (tmp_path / "copy" / "tile" / "0" / "000").unlink()
    assert verify(source=str(tmp_path / "copy"), remember=False)[0] == 1


REWRITTEN: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "an old leaf replaced": lambda was: [*was[:17], was[18], *was[18:], b"{}"],
    "an old leaf left out": lambda was: [*was[:17], *was[18:], b"{}", b"{}", b"{}"],
    "a leaf slipped in": lambda was: [*was[:17], b"{}", *was[17:]],
    "two leaves exchanged": lambda was: [*was[:17], was[18], was[17], *was[19:]],
    "a fork of the same size": lambda was: [*was[:-1], b"{}"],
    "a longer fork": lambda was: [*was[:-40], *(b"{}" for _ in range(90))],
    "the last leaf trimmed": lambda was: was[:-1],
    "trimmed to nothing": lambda _: [],
}


def test_history_told_anew_is_found_out(verify: Verify) -> None:
    honest = entries()
    assert verify()[0] == 0
    for how, told in REWRITTEN.items():
        rewrite(told(honest))
        for arguments in ((), ("--quick",)):
            code, said = verify(*arguments)
            assert code == 1, (how, said)
            assert any(word in said for word in ("改写", "删减")), (how, said)
    rewrite(honest)
    assert verify()[0] == 0
    rewrite(REWRITTEN["a longer fork"](honest))
    assert verify(remember=False)[0] == 0, "who has seen nothing before cannot know: that is what witnesses are for"


def test_history_told_anew_has_no_witness(verify: Verify) -> None:
    key = Ed25519PrivateKey.generate()
    witness = notes.verifier("audit.example.cn/w", key, notes.COSIGNATURE)
    newest = reading.current()
    text, _ = notes.split(newest.note)
    Cosignature.objects.create(checkpoint=newest, witness=witness.name, line=notes.cosign(text, witness.name, key, 1_795_000_000))
    assert verify("--witness", str(witness), remember=False)[0] == 0
    line = Cosignature.objects.get().line
    rewrite([*entries()[:-1], b"{}"])
    assert verify("--witness", str(witness), remember=False)[0] == 1
    Cosignature.objects.create(checkpoint=Checkpoint.objects.get(), witness=witness.name, line=line)
    code, said = verify("--witness", str(witness), remember=False)
    assert (code, "签名无效" in said) == (1, True), said


CARELESS = {
    "an entry": (
        "UPDATE publiclog_tile SET data = overlay(data placing 'x'::bytea from 60) WHERE level = -1 AND index = 0",
        "哈希与条目不符",
    ),
    "a leaf's hash": (
        "UPDATE publiclog_tile SET data = overlay(data placing sha256('') from 33) WHERE level = 0 AND index = 1",
        "哈希与条目不符",
    ),
    "a node": ("UPDATE publiclog_tile SET data = overlay(data placing sha256('') from 1) WHERE level = 1", "第 1 层"),
    "an entry cut out": ("UPDATE publiclog_tile SET data = substring(data from 1 for 60) WHERE level = -1 AND index = 1", ""),
    "a tile": ("DELETE FROM publiclog_tile WHERE level = 0 AND index = 1", "无法读取"),
    "the signature": ("UPDATE publiclog_checkpoint SET note = overlay(note placing 'AAAA' from length(note) - 9) WHERE size = 300", ""),
    "the size": ("UPDATE publiclog_checkpoint SET note = replace(note, E'\\n300\\n', E'\\n299\\n') WHERE size = 300", "签名无效"),
}


def test_anything_changed_behind_the_logs_back_is_found_out_at_first_sight(verify: Verify) -> None:
    honest = entries()
    for what, (sql, word) in CARELESS.items():
        altered(sql)
        code, said = verify(remember=False)
        assert code == 1, what
        assert word in said, what
        assert "something is wrong" in said, what
        assert list(faults()), what
        rewrite(honest)
    assert verify(remember=False)[0] == 0


def test_another_key_is_not_this_log(verify: Verify) -> None:
    assert verify()[0] == 0
    other = notes.verifier(keys.origin(), Ed25519PrivateKey.generate())
    assert verify("--key", str(other))[0] == 1
    assert verify("--key", str(other), remember=False)[0] == 1
    assert Head.objects.get().size == RECORDS


def test_a_records_proofs_hold_against_the_log(verify: Verify, live_server: Any, tmp_path: Path, market: Department) -> None:
    record = one(tmp_path, market, 7, CF_NR="罚款9000元")
    sequencing.sequence()
    with urllib.request.urlopen(f"{live_server.url}/log/records/{record.pk}.json") as answer:  # noqa: S310 - ours
        given = json.load(answer)
    file = tmp_path / "proofs.json"

    def proved(changed: dict[str, Any] | None = None, act: dict[str, str] | None = None) -> tuple[int, str]:
        acts = [given["acts"][0], given["acts"][1] | (act or {})]
        file.write_text(json.dumps({**given, "acts": acts, **(changed or {})}), encoding="utf-8")
        return verify("--proof", str(file), remember=False)

    code, said = proved()
    assert code == 0, said
    assert "record:entered" in said
    assert "7号" in said
    assert proved(act={"content": given["acts"][1]["content"].replace("9000", "1000")})[0] == 1
    assert proved(act={"salt": given["acts"][0]["salt"]})[0] == 1
    assert proved(act={"index": given["acts"][0]["index"]})[0] == 1
    own = given["acts"][1]["entry"].replace("record:revised", "record:ended")
    assert proved(act={"entry": own})[0] == 1
    text, _ = notes.split(given["checkpoint"])
    forged = notes.sign(text, keys.origin(), Ed25519PrivateKey.generate())
    assert proved({"checkpoint": forged})[0] == 1
    # The site shows one log to this reader and another to the world.
    rewrite([*entries()[:-1], b"{}", b"{}"])
    code, said = proved()
    assert (code, "分叉" in said) == (1, True), said
    rewrite(entries()[:-5])
    assert proved()[0] == 1


def test_it_stands_alone_and_is_short() -> None:
    code = VERIFIER.read_text(encoding="utf-8")
    imported = {line.split()[1] for line in code.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= {"argparse", "base64", "hashlib", "json", "os", "sys", "urllib.request", "functools"}
    assert len([line for line in code.splitlines() if line.strip()]) < 175
