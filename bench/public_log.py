"""The public log: leaves appended durably, acts taken from the ledger, and an inclusion proof among ten million leaves.

Durable means PostgreSQL as it comes, ``fsync`` and all, one commit and one signed checkpoint for each batch. The tree of ten million is
built of tiles as they would be stored, over random leaf hashes: what a proof reads and hashes is the same.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.figures import Figure, at_least, at_most
from goodstanding.running.embedded import Server, in_use

LEAVES = int(os.environ.get("BENCH_LOG_LEAVES", "1000000"))
ACTS = int(os.environ.get("BENCH_LOG_ACTS", "100000"))
LARGE = int(os.environ.get("BENCH_LOG_LARGE", "10000000"))
BATCH = 20_000
PROOFS = 500
SEED = 23
_RECORDS = """
    INSERT INTO records_revision (record_id, number, data, because)
    SELECT ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, %s::jsonb, 'entered' FROM generate_series(1, %s) n;
    INSERT INTO records_record (public_id, kind, identity, organisation_id, department_id, organ_code, organ_name, decision_no, decided_on,
        category, klass, regime, basis, shown_from, shown_until, held, revision, fingerprint)
    SELECT ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'penalty', gen_random_uuid(), %s, %s, '11341400MB1F45626D',
        '临澜市市场监督管理局', n || '号', current_date - 30, '罚款', 'ordinary', 'ndrc-36', 'ndrc-36', current_date - 20,
        current_date + 90, '', 1, gen_random_uuid() FROM generate_series(1, %s) n;
    INSERT INTO ledger_entry (event, subject, subject_id, label, role, data)
    SELECT 'record:entered', 'records.record', public_id::text, 'bench', '', '{"revision": 1}' FROM records_record
"""


def run() -> list[Figure]:
    """Target 9."""
    with tempfile.TemporaryDirectory(prefix="bench-log-") as name, in_use(Server(Path(name) / "data")) as server:
        return measure(server.url, Path(name))


def measure(url: str, folder: Path) -> list[Figure]:
    """The figures on a server of its own."""
    os.environ.update(DATABASE_URL=url, DATA_DIR=str(folder / "data"), DJANGO_SETTINGS_MODULE="goodstanding.settings", LOG_LEVEL="WARNING")
    import django  # noqa: PLC0415 - the settings read the environment above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    acts = taken(ACTS)
    empty()
    leaves = appended(LEAVES)
    empty()
    grown(LARGE)
    proofs = timed(LARGE)
    return [
        at_least("log.leaves_per_s", leaves, 50_000, f"{LEAVES:,} leaves, batches of {BATCH:,}, each hashed, stored, signed, committed"),
        at_most("log.proof_ms", proofs[0], 1, f"{LARGE:,} leaves, {PROOFS} random ones, one by one; p95 {proofs[1]:.2f} ms"),
        Figure("log.acts_per_s", round(acts), "", holds=True, against=f"{ACTS:,} records of the ledger, contents, salts and openings too"),
    ]  # fmt: skip


def taken(number: int) -> float:
    """Acts a second, the whole way from the ledger."""
    from django.db import connection  # noqa: PLC0415

    from goodstanding.departments.models import Department  # noqa: PLC0415
    from goodstanding.organisations.models import Organisation  # noqa: PLC0415
    from goodstanding.publiclog import sequencing  # noqa: PLC0415
    from goodstanding.records import publishing  # noqa: PLC0415
    from goodstanding.rules.loading import load  # noqa: PLC0415

    publishing.install(load())
    organ = Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局", district="341400")
    body = Organisation.objects.create(name="临澜市甲有限公司", normal_name="临澜市甲有限公司", source="bench")
    said = json.dumps({
        "CF_XDR_MC": "临澜市甲有限公司", "CF_WFXW": "经营超过保质期的食品", "CF_CFLB": "罚款", "CF_NR": "罚款2000元。", "CF_NR_FK": "0.2",
        "CF_SY": "当事人于2026年9月销售超过保质期的糕点12盒，货值金额360元。",
        "CF_YJ": "《中华人民共和国食品安全法》第一百二十四条第一款第五项",
    })  # fmt: skip
    with connection.cursor() as cursor:
        for statement, params in zip(_RECORDS.split(";\n"), ([said, number], [body.pk, organ.pk, number], None), strict=True):
            cursor.execute(statement, params)
    sequencing.alone()
    begun = time.perf_counter()
    done = sequencing.sequence(batch=BATCH)
    return done / (time.perf_counter() - begun)


def appended(number: int) -> float:
    """Leaves a second that are in the tree, on disk and under a signed checkpoint."""
    from django.db import connection, transaction  # noqa: PLC0415

    from goodstanding.publiclog import appending, keys, leaves  # noqa: PLC0415
    from goodstanding.publiclog.models import Checkpoint  # noqa: PLC0415

    entries = [leaves.entry("2026-11-23T10:02:00Z", "record:entered", secrets.token_bytes(32)) for _ in range(number)]
    size, begun = 0, time.perf_counter()
    while size < number:
        with transaction.atomic(), connection.cursor() as cursor:
            tree = appending.append(cursor, size, entries[size : size + BATCH])
            Checkpoint.objects.create(size=tree.size, root=tree.root, note=keys.sign(tree.size, tree.root))
        size = tree.size
    return number / (time.perf_counter() - begun)


def grown(number: int) -> None:
    """The tiles of a tree of so many random leaf hashes."""
    from django.db import connection  # noqa: PLC0415

    from goodstanding.publiclog import keys, merkle, reading  # noqa: PLC0415
    from goodstanding.publiclog.models import Checkpoint  # noqa: PLC0415

    level, count, below = 0, number, _random(number)
    with connection.cursor() as cursor:
        while count:
            above: list[bytes] = []
            with cursor.copy("COPY publiclog_tile (level, index, data) FROM STDIN (FORMAT binary)") as copy:
                copy.set_types(("int2", "int8", "bytea"))
                for index in range((count + 255) // 256):
                    tile = below(index, min(256, count - index * 256))
                    copy.write_row((level, index, tile))
                    above += [merkle.fold(tile)] if len(tile) == 256 * 32 else []
            level, count, below = level + 1, len(above), _of(above)
        cursor.execute("ANALYZE publiclog_tile")
    root = reading.root_of(number)
    Checkpoint.objects.create(size=number, root=root, note=keys.sign(number, root))


def _random(_number: int) -> Callable[[int, int], bytes]:
    chance = random.Random(SEED)
    return lambda _, width: chance.randbytes(width * 32)


def _of(hashes: list[bytes]) -> Callable[[int, int], bytes]:
    return lambda index, width: b"".join(hashes[index * 256 : index * 256 + width])


def timed(size: int) -> tuple[float, float]:
    """Milliseconds for a proof, at half and at 95 of a hundred; each one is verified."""
    from goodstanding.publiclog import merkle, reading  # noqa: PLC0415

    chance, times, root = random.Random(SEED), [], reading.root_of(size)
    for index in (chance.randrange(size) for _ in range(PROOFS)):
        begun = time.perf_counter()
        proof = reading.inclusion(index, size)
        times.append((time.perf_counter() - begun) * 1000)
        (leaf,) = reading.look_up([merkle.Perfect(index, 0)])
        if not merkle.includes(leaf, index, size, proof, root):
            raise ValueError(f"leaf {index} is not proved")
    return median(times), sorted(times)[int(len(times) * 0.95)]


def empty() -> None:
    """A log anew; the locks are lifted for this alone."""
    import pgtrigger  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE publiclog_tile, publiclog_checkpoint, publiclog_cosignature, publiclog_opening, publiclog_head")
