"""From a department's file to shown records, against PostgreSQL merely copying the same rows in.

Ours: the file is checked, matched against a register of a million organisations, and entered with revision and ledger entry.
The peer: COPY of the rows that entered, record and latest revision side by side, into one table with the same columns and the
same indexes. Both in the same run, on the same embedded PostgreSQL as installed (durable commits), medians of three.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import psycopg

from bench.figures import Figure, at_least
from goodstanding.city import founding
from goodstanding.pipeline.run import examine
from goodstanding.rules.loading import load
from goodstanding.running.embedded import Server, in_use

ORGANISATIONS = int(os.environ.get("BENCH_ORGANISATIONS", "1000000"))
ROWS = int(os.environ.get("BENCH_INTAKE_ROWS", "150000"))
ROUNDS = 3
TODAY = date(2026, 11, 23)
WRITTEN = "records_record, records_revision, records_entering, organisations_pendingrow, ledger_entry"
COPIED = """
    SELECT record.*, said.number, said.data, said.sealed, said.because, said.submission, said.row, said.attempt,
        said.entered_at AS revised_at
    FROM records_record record JOIN records_revision said ON (said.record_id, said.number) = (record.public_id, record.revision)
"""
INDEXES = (
    "UNIQUE INDEX ON peer (public_id)",
    "UNIQUE INDEX ON peer (organisation_id, identity) WHERE NOT taken_back",
    "INDEX ON peer (kind, shown_from, public_id) WHERE held = ''",
    "INDEX ON peer (department_id, kind, shown_from, public_id) WHERE held = ''",
    "INDEX ON peer (kind, organ_name, shown_from) WHERE held = ''",
    "UNIQUE INDEX ON peer (public_id, number)",
    "UNIQUE INDEX ON peer (submission, row, attempt) WHERE submission IS NOT NULL",
)
FORMAT = "(FORMAT csv, QUOTE E'\\x01', ESCAPE E'\\x01')"


@dataclass
class HandedIn:
    """A submission as entering sees it."""

    id: UUID
    department_id: int
    kind: str = "penalty"


def run() -> list[Figure]:
    """The two figures of intake."""
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as name, in_use(Server(Path(name) / "data")) as server:
        city = Path(name) / "city"
        founding.found(city, organisations=ORGANISATIONS, records=ROWS, seed=7, today=TODAY, layout="bench")
        department = _prepare(server.url, Path(name), city / "register.csv")
        rounds = [_round(server.url, city / "penalties.csv", Path(name), department) for _ in range(ROUNDS)]
    ours, peers, entered = (median(values) for values in zip(*rounds, strict=True))
    against = (
        f"COPY of the same rows, same columns and indexes: {entered / peers:,.0f} rows/s; {ROWS:,} rows, {ORGANISATIONS:,} organisations"
    )
    return [
        at_least("intake.over_copy", peers / ours, 0.5, against),
        Figure("intake.rows_per_s", round(entered / ours), "", holds=True, against="rows that became records, from file to shown"),
    ]


def _prepare(url: str, folder: Path, register_file: Path) -> int:
    """Migrations, the register, one department; its key."""
    os.environ.update(DATABASE_URL=url, DATA_DIR=str(folder / "data"), DJANGO_SETTINGS_MODULE="goodstanding.settings", LOG_LEVEL="WARNING")
    import django  # noqa: PLC0415 - the settings read the environment above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from goodstanding.departments.models import Department  # noqa: PLC0415
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.organisations.registering import register  # noqa: PLC0415

    started = time.perf_counter()
    done = register(register_file, by=SYSTEM)
    print(f"  register: {done.outcomes['new']:,} organisations in {time.perf_counter() - started:.0f} s")
    return int(Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局").pk)


def _round(url: str, file: Path, folder: Path, department: int) -> tuple[float, float, int]:
    """Seconds of ours, seconds of the peer, rows that entered."""
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.records.entering import enter  # noqa: PLC0415

    into, handed, catalogue = folder / "submission", HandedIn(uuid4(), department), load()
    with _quiet(url):
        started = time.perf_counter()
        examine(file, name=file.name, into=into, catalogue=catalogue, kind=catalogue.kinds["penalty"], today=TODAY)
        checked = time.perf_counter()
        counts = enter(into, handed, by=SYSTEM)
        ours = time.perf_counter() - started
    shutil.rmtree(into)
    peer = _copy(url, folder / "peer.csv")
    print(f"  {ROWS:,} rows: {counts}; check {checked - started:.1f} s, all {ours:.1f} s, COPY {peer:.1f} s")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # our own locks refuse to empty these tables
        connection.execute(f"TRUNCATE {WRITTEN} CASCADE")
    return ours, peer, counts["new"]


def _copy(url: str, file: Path) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS peer")
        connection.execute(f"CREATE TABLE peer AS {COPIED} WITH NO DATA")
        for index in INDEXES:
            connection.execute(f"CREATE {index}")
        with file.open("wb") as to, connection.cursor().copy(f"COPY ({COPIED}) TO STDOUT {FORMAT}") as copy:
            for block in copy:
                to.write(block)
        with _quiet(url), file.open("rb") as rows:
            started = time.perf_counter()
            with connection.cursor() as cursor, cursor.copy(f"COPY peer FROM STDIN {FORMAT}") as copy:
                while block := rows.read(1 << 18):
                    copy.write(block)
            return time.perf_counter() - started


@contextmanager
def _quiet(url: str) -> Iterator[None]:
    """Begin with nothing left to write from before."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    yield
