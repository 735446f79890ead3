"""The tree in the database: it grows batch by batch as RFC 9162 says, is served as C2SP tlog-tiles, and nothing takes any of it away."""

from __future__ import annotations

import gzip
import random
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.publiclog import merkle, reading
from goodstanding.publiclog.models import Checkpoint, Head, Opening, Tile
from goodstanding.publiclog.verifying import faults, unpacked
from goodstanding.rules.refusals import Refused, Unusable
from tests.publiclog import reference
from tests.publiclog.making import logged

pytestmark = pytest.mark.django_db
ENTRIES = [sha256(str(n).encode()).hexdigest().encode() for n in range(1200)]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@given(st.lists(st.sampled_from([0, 1, 2, 3, 100, 254, 255, 256, 257, 300]), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_however_it_grew_the_root_and_every_proof_are_the_standards(batches: list[int]) -> None:
    with transaction.atomic():
        grown(batches)
        transaction.set_rollback(True)


def grown(batches: list[int]) -> None:
    size, sizes = 0, [0]
    for batch in batches:
        tree = logged(ENTRIES[size : size + batch])
        size += batch
        sizes.append(size)
        assert tree == (size, reference.root(ENTRIES[:size]))
    assert list(faults()) == []
    chance = random.Random(size)
    for _ in range(min(size, 8)):
        index = chance.randrange(size)
        then = chance.choice([one for one in sizes if one > index])
        assert reading.inclusion(index, then) == reference.path(index, ENTRIES[:then])
        assert reading.entry(index) == ENTRIES[index]
    for old in sizes:
        assert reading.root_of(old) == reference.root(ENTRIES[:old])
        assert reading.consistency(old, size) == (reference.proof(old, ENTRIES[:size]) if old else [])


def test_beyond_two_levels() -> None:
    entries = [n.to_bytes(4, "big") for n in range(66_000)]
    logged(entries[:65_530])
    tree = logged(entries[65_530:])
    pushed = merkle.join([reference.root(entries[:65_536]), reference.root(entries[65_536:])])
    assert tree.root == pushed
    assert list(Tile.objects.filter(level__gte=1).order_by("level", "index").values_list("level", "index")) == [(1, 0), (1, 1), (2, 0)]
    for index in (0, 65_535, 65_536, 65_999):
        assert merkle.includes(merkle.leaf_hash(entries[index]), index, 66_000, reading.inclusion(index, 66_000), tree.root)
    assert merkle.continues(65_530, 66_000, reading.consistency(65_530, 66_000), reading.root_of(65_530), tree.root)


def test_what_lies_outside_the_log_is_refused() -> None:
    logged(ENTRIES[:10])
    for ask in (lambda: reading.inclusion(10, 10), lambda: reading.inclusion(0, 11), lambda: reading.consistency(5, 11)):
        with pytest.raises(Unusable):
            ask()
    with pytest.raises(Refused):
        reading.entry(10)


def test_tiles_are_served_whole_partial_and_for_ever() -> None:
    logged(ENTRIES[:600])
    client = Client()
    hashes = b"".join(merkle.leaf_hash(one) for one in ENTRIES[:600])
    full = client.get("/log/tile/0/001")
    assert full.content == hashes[256 * 32 : 512 * 32]
    assert full.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert full.headers["Content-Type"] == "application/octet-stream"
    assert client.get("/log/tile/0/002.p/88").content == hashes[512 * 32 :]
    assert client.get("/log/tile/0/002.p/5").content == hashes[512 * 32 : 517 * 32]
    assert client.get("/log/tile/0/000.p/7").content == hashes[: 7 * 32]
    assert client.get("/log/tile/1/000.p/2").content == b"".join(reference.root(ENTRIES[n : n + 256]) for n in (0, 256))
    assert list(unpacked(client.get("/log/tile/entries/002.p/88").content)) == ENTRIES[512:600]
    zipped = client.get("/log/tile/entries/000", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert list(unpacked(gzip.decompress(zipped.content))) == ENTRIES[:256]
    assert client.get("/log/tile/entries/000").headers.get("Content-Encoding") is None
    assert client.get("/log/tile/entries/000.p/3").headers["Cache-Control"].endswith("immutable")
    for cookie_less in (full, zipped):
        assert not cookie_less.cookies


NO_TILES = (
    "0/002", "0/003.p/1", "0/002.p/89", "0/000.p/0", "0/000.p/256", "0/000.p/01", "1/001", "64/000", "00/000", "0/0", "0/x000/000",
    "entries/002", "entries/000.p/256", "entries/x000/001", "0/000.p/999", "0", "key",
)  # fmt: skip


def test_no_other_address_is_a_tile() -> None:
    logged(ENTRIES[:600])
    found = {place: Client().get(f"/log/tile/{place}") for place in NO_TILES}
    assert {place for place, answer in found.items() if answer.status_code != 404} == set()
    assert {answer.headers["Cache-Control"] for answer in found.values()} == {"no-cache"}


def test_large_numbers_are_written_in_threes() -> None:
    from goodstanding.publiclog.views.tiles import placed  # noqa: PLC0415

    assert [placed(n) for n in (0, 7, 999, 1000, 1_234_067)] == ["000", "007", "999", "x001/000", "x001/x234/067"]


def test_checkpoint_and_key_are_served_fresh() -> None:
    client = Client()
    assert client.get("/log/checkpoint").status_code == 404
    logged(ENTRIES[:3])
    answer = client.get("/log/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content.decode() == Checkpoint.objects.get().note
    assert answer.content.decode().startswith("localhost:8000/log\n3\n")
    assert client.get("/log/key").content.decode().startswith("localhost:8000/log+")


ATTACKS = {
    "a leaf's hash changed": "UPDATE publiclog_tile SET data = overlay(data placing '\\x00'::bytea from 5) WHERE level = 0 AND index = 0",
    "an entry changed": "UPDATE publiclog_tile SET data = overlay(data placing 'x'::bytea from 5) WHERE level = -1 AND index = 0",
    "the same length, other bytes": "UPDATE publiclog_tile SET data = sha256(data) || substring(data from 33) WHERE level = 0",
    "shortened": "UPDATE publiclog_tile SET data = substring(data from 1 for 32) WHERE level = 0 AND index = 1",
    "grown over another beginning": "UPDATE publiclog_tile SET data = sha256(data) || data WHERE level = 0 AND index = 1",
    "moved": "UPDATE publiclog_tile SET index = 7 WHERE level = 0 AND index = 1",
    "longer than a tile": "UPDATE publiclog_tile SET data = data || data WHERE level = 0 AND index = 0",
    "no whole hashes": "INSERT INTO publiclog_tile (level, index, data) VALUES (0, 9, 'abc')",
    "removed": "DELETE FROM publiclog_tile WHERE level = 0 AND index = 1",
    "emptied": "TRUNCATE publiclog_tile",
    "a checkpoint changed": "UPDATE publiclog_checkpoint SET note = note || 'x'",
    "a checkpoint removed": "DELETE FROM publiclog_checkpoint",
    "a cosignature removed": "TRUNCATE publiclog_cosignature",
    "the log shortened": "UPDATE publiclog_head SET size = 1",
    "the log made anew": "DELETE FROM publiclog_head",
    "an opening changed": "UPDATE publiclog_opening SET salt = content",
    "an opening deleted without a purge": "DELETE FROM publiclog_opening",
    "openings emptied": "TRUNCATE publiclog_opening",
}


def test_no_statement_takes_anything_away() -> None:
    logged(ENTRIES[:300])
    opening = {"record_id": "01a208db-47ba-7000-8001-fe7cecc0e41f", "at": "2026-03-03T10:02Z", "event": "x", "salt": b"1", "content": b"2"}
    Opening.objects.create(leaf=0, **opening)
    assert [name for name, attack in ATTACKS.items() if not refused(attack)] == []
    assert (Head.objects.get().size, Checkpoint.objects.count(), Opening.objects.count()) == (300, 1, 1)
    assert list(Tile.objects.order_by("level", "index").values_list("level", "index")) == [(-1, 0), (-1, 1), (0, 0), (0, 1), (1, 0)]


def refused(statement: str) -> bool:
    """By the database."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False
