"""Load the register: bulk, in sets, and again and again. The same file twice changes nothing.

The register is the authority on names: a known USCC under a new name is a renaming, the old name ends and stays known. A code that is
another body's, or an older code under another name, is never taken: it is written down and left to a clerk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.organisations import merging, register_file, settling_rows
from goodstanding.organisations.copying import copy_in
from goodstanding.organisations.issues import finding
from goodstanding.organisations.living import telling, tying
from goodstanding.organisations.models import CodeException
from goodstanding.organisations.searching import keying
from goodstanding.pipeline.mapping import Mapping

CHUNK = 100_000
Progress = Callable[[str, float], None]
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('organisations.registering', 0))"


@dataclass(slots=True)
class Registered:
    """What a load did. ``findings``: line, rule, field, value, in order of lines; ``by_rule`` counts them."""

    rows: int
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(merging.OUTCOMES, 0))
    findings: list[tuple[int, str, str | None, str | None]] = field(default_factory=list)
    by_rule: dict[str, int] = field(default_factory=dict)


def register(
    path: Path,
    mapping: Mapping | None = None,
    *,
    by: Standing,
    as_of: date | None = None,
    correct: bool = False,
    progress: Progress | None = None,
) -> Registered:
    """Take a register file (any format that is read at intake) into the register. Raises ``Unusable``.

    ``as_of``: the day a name, code, status, district or address that differs from ours began (today where neither file nor row says).
    ``correct``: what differs was wrong from the beginning, in every row; else only in rows whose own column says so.
    """
    tell = progress or (lambda _stage, _done: None)
    exceptions = frozenset(CodeException.objects.filter(ended_at__isnull=True).values_list("code", flat=True))
    with tempfile.TemporaryDirectory(prefix="register-") as folder:
        db = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": f"{folder}/spill"})
        tell("reading", 0)
        done = Registered(register_file.read(db, path, mapping, into=Path(folder) / "read", exceptions=exceptions))
        settling_rows.settle(db)
        db.execute("CREATE TABLE refused (line BIGINT)")
        ((total,),) = db.execute("SELECT count(*) FROM given").fetchall()
        for number, first in enumerate(range(0, total, CHUNK)):
            tell("registering", first / total)
            if number & (number - 1) == 0:  # after the first, second, fourth … chunk: the register has doubled
                _count()
            _chunk(db, first, _Load(path.name, as_of or timezone.localdate(), by, correct=correct), done)
        _tie(db, _Load(path.name, as_of or timezone.localdate(), by, correct=correct))
        finding.of_load(db, path.name, by=by)
        done.findings = db.execute("SELECT line, rule, field, value FROM findings ORDER BY line, rule").fetchall()
        done.by_rule = dict(db.execute("SELECT rule, count(*) FROM findings GROUP BY rule ORDER BY count(*) DESC, rule").fetchall())
        db.close()
    _count()
    keying.key(lambda part: tell("keying", part))  # for near names and pinyin; killed here, a job goes on with it
    tell("registering", 1)
    return done


def _count() -> None:
    """Let the planner know how much there is; also what search relies on."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organisations_organisation, organisations_identifier, organisations_name, organisations_registration")


@dataclass(frozen=True, slots=True)
class _Load:
    """What every chunk of a file shares."""

    source: str
    as_of: date
    by: Standing
    correct: bool


def _chunk(db: duckdb.DuckDBPyConnection, first: int, load: _Load, done: Registered) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        merging.stage(cursor)
        copy_in(
            db,
            f"SELECT line AS row, * EXCLUDE (line, ties) REPLACE ((correct OR {load.correct}) AS correct), NULL::DATE AS decided_on"
            f" FROM given LIMIT {CHUNK} OFFSET {first}",
            cursor,
            "register_rows",
        )
        merging.merge(cursor, source=load.source, as_of=load.as_of, today=timezone.localdate())
        telling.tell(cursor, source=load.source, by=load.by)
        _tell(cursor, db, done)


def _tie(db: duckdb.DuckDBPyConnection, load: _Load) -> None:
    """Which bodies are tied to which: when all are there, because a branch may stand before its parent."""
    ties = "FROM given WHERE ties IS NOT NULL AND line NOT IN (SELECT line FROM refused)"
    ((some,),) = db.execute(f"SELECT count(*) {ties}").fetchall()
    for first in range(0, some, CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOCK)
            tying.stage(cursor)
            copy_in(
                db,
                f"SELECT line AS row, {', '.join(tying.COLUMNS)}, (correct OR {load.correct}) AS correct {ties}"
                f" LIMIT {CHUNK} OFFSET {first}",
                cursor,
                "register_ties",
            )
            tying.tie(cursor, source=load.source, as_of=load.as_of, today=timezone.localdate())
            telling.tell_ties(cursor, source=load.source, by=load.by)
            _findings(cursor, db)


def _tell(cursor: CursorWrapper, db: duckdb.DuckDBPyConnection, done: Registered) -> None:
    cursor.execute("SELECT outcome, count(*) FROM register_rows GROUP BY outcome")
    for outcome, number in cursor.fetchall():
        done.outcomes[outcome] += number
    cursor.execute("SELECT row FROM register_rows WHERE outcome = 'refused'")
    if refused := cursor.fetchall():
        db.executemany("INSERT INTO refused VALUES (?)", refused)
    _findings(cursor, db)


def _findings(cursor: CursorWrapper, db: duckdb.DuckDBPyConnection) -> None:
    cursor.execute("SELECT row, rule, field, value FROM register_findings")
    if found := cursor.fetchall():
        db.executemany("INSERT INTO findings VALUES (?, ?, ?, ?)", found)
