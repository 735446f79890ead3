"""After the file itself is checked: whose are the good rows, and what is new in them? What is found stands beside the file's own findings.

Done in chunks, each looked up in one transaction that writes nothing: what enters later is looked up again, since the register
may have changed by then.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from goodstanding.intake.models import Submission
from goodstanding.intake.telling import Tell
from goodstanding.pipeline.examined import Examined
from goodstanding.records import preparing
from goodstanding.records.comparing import compare as look_up
from goodstanding.records.workshop import workshop
from goodstanding.rules.loading import load

CHUNK = 50_000
SAME = ("generation", "rows", "good", "faulty", "persons", "fatal")
WORTH_TELLING = {"changed": "CHANGED", "repeated": "REPEATED", "ended": "RECORD_ENDED", "refuted": "REFUTED"}
"""Status of a row -> the finding. ``new`` and ``unchanged`` are only counted; a match's fault is its own finding."""
_TOLD = "CREATE TABLE told (row BIGINT, rule VARCHAR)"
_TELL = """
    INSERT INTO told
    SELECT row, CASE attached WHEN '' THEN fault ELSE 'ATTACHED' END FROM answer WHERE fault <> ''
    UNION ALL SELECT row, worth.rule FROM answer JOIN worth_telling worth USING (status)
"""
# Beside the file's own findings, which the report reads together with these. A finding points at the code, or at the name
# where that is what disagrees.
_WRITE = """
    COPY (
        SELECT told.row, place.sheet, place.line, pointed.field, heading.header, told.rule, notice.level,
               CASE pointed.field WHEN '{name}' THEN place."{name}" ELSE place."{code}" END AS value,
               NULL::VARCHAR AS suggestion, NULL::VARCHAR AS detail
        FROM told JOIN notices notice USING (rule) JOIN read_parquet('{folder}/rows.parquet') place USING (row),
             LATERAL (
                 SELECT CASE WHEN told.rule IN ('NAME_MISMATCH', 'NAME_ONLY', 'ATTACHED') THEN '{name}' ELSE '{code}' END AS field
             ) pointed
             LEFT JOIN headings heading ON heading.sheet = place.sheet AND heading.field = pointed.field
        ORDER BY row
    ) TO '{folder}/findings-register.parquet' (FORMAT parquet, COMPRESSION zstd)
"""


def compare(folder: Path, submission: Submission, examined: Examined, tell: Tell) -> dict[str, Any]:
    """Look every good row up, write the findings, and return all that is known of the submission as counts."""
    counts: Counter[str] = Counter()
    if not (folder / "rows.parquet").exists():
        return _together(examined, counts, [])
    kind = load(settings.CITY_CATALOGUE).kinds[submission.kind]
    with workshop(folder) as through:
        rows = preparing.open_rows(folder, kind, through=through)
        rows.db.execute(_TOLD)
        notices = load(settings.CITY_CATALOGUE).notices
        rows.db.register("notices", pa.table({"rule": [one.code for one in notices], "level": [one.level for one in notices]}))
        rows.db.register("headings", headings(folder))
        rows.db.register("worth_telling", pa.table({"status": list(WORTH_TELLING), "rule": list(WORTH_TELLING.values())}))
        total = preparing.extent(rows)
        for first in range(0, total, CHUNK):
            tell("matching", first / total)
            counts += _look_up(rows, submission, first)
        told = _write(rows.db, folder, kind.field("party.name"), kind.field("party.uscc"))
    return _together(examined, counts, told)


def headings(folder: Path) -> pa.Table:
    """Under which heading each sheet has each field."""
    sheets = orjson.loads((folder / "headers.json").read_bytes())["sheets"]
    found = {(sheet["sheet"], column["field"]): column["header"] for sheet in sheets for column in sheet["columns"] if column["field"]}
    names = ("sheet", "field", "header")
    return pa.table(
        {name: pa.array([(*key, header)[place] for key, header in found.items()], pa.string()) for place, name in enumerate(names)}
    )


def _look_up(rows: preparing.Rows, submission: Submission, first: int) -> Counter[str]:
    catalogue = load(settings.CITY_CATALOGUE)
    preparing.prepare(rows, "chunk", first=first, last=first + CHUNK, catalogue=catalogue, entered_on=timezone.localdate())
    with transaction.atomic(), connection.cursor() as cursor:
        answer = look_up(cursor, rows.db, "chunk", submission=submission.id)
    rows.db.register("answer", answer)
    rows.db.execute(_TELL)
    counts = Counter(dict(rows.db.execute("SELECT status, count(*) FROM answer GROUP BY status").fetchall()))
    rows.db.unregister("answer")
    rows.db.execute("DROP TABLE chunk")
    return counts


def _write(db: duckdb.DuckDBPyConnection, folder: Path, name: str, code: str) -> list[tuple[str, str, int]]:
    told = db.execute("SELECT rule, level, count(*) FROM told JOIN notices USING (rule) GROUP BY ALL").fetchall()
    if told:
        db.execute(_WRITE.format(folder=str(folder).replace("'", "''"), name=name, code=code))
    return told


def _together(examined: Examined, counts: Counter[str], told: list[tuple[str, str, int]]) -> dict[str, Any]:
    by_rule, levels = Counter(examined.findings_by_rule), Counter(examined.levels)
    for rule, level, number in told:
        by_rule[rule] += number
        levels[level] += number
    same = {name: getattr(examined, name) for name in SAME}
    return same | {"cleaned": dict(examined.cleaned), "by_rule": dict(by_rule), "levels": dict(levels), "compared": dict(counts)}
