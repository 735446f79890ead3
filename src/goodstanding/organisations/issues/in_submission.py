"""What a department's entered rows have shown: codes that fail, placeholders, codes that ended, a code under another name."""

from __future__ import annotations

from pathlib import Path

import duckdb
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.copying import copy_in
from goodstanding.organisations.issues import ended
from goodstanding.pipeline.sql import literal
from goodstanding.rules.catalogue import Kind

_OF_ROW = {"name": "party.name", "uscc": "party.uscc", "orgcode": "party.orgcode", "taxno": "party.taxno", "regno": "party.regno",
           "institution": "party.institution", "social": "party.social", "decided_on": "decision.date"}  # fmt: skip
_FAULTS = "('USCC_LENGTH', 'USCC_CHARACTER', 'USCC_CHECK', 'USCC_INNER_CHECK', 'USCC_PLACEHOLDER')"
# A row's place is its line in the file handed in; what a natural person's row said is in none of these files.
_STAGED = """
    WITH given AS (SELECT row, sheet, line, normal_name, {columns} FROM read_parquet({rows})),
    seen AS (
        SELECT CASE found.rule WHEN 'USCC_PLACEHOLDER' THEN 'placeholder' ELSE 'wrong' END AS kind,
            regexp_replace(upper(coalesce(found.value, '')), '[\\s-]', '', 'g') AS code, found.rule, found.row
        FROM read_parquet({findings}) found WHERE found.rule IN {faults} AND found.field = {field}
        UNION ALL
        SELECT 'retired', given.uscc, 'CODE_ENDED', given.row FROM given JOIN ended_codes ON ended_codes.code = given.uscc
        WHERE coalesce(try_cast(given.decided_on AS DATE), current_date) >= ended_codes.ended_on
    )
    SELECT seen.kind, seen.code, seen.rule,
        json_object('submission', {submission}, 'row', seen.row, 'sheet', given.sheet, 'line', given.line)::VARCHAR AS place,
        given.name, given.normal_name, given.orgcode, given.taxno, given.regno, given.institution, given.social
    FROM seen JOIN given USING (row) WHERE seen.code <> '' ORDER BY seen.row
"""
# A name the body once bore says nothing against the code: the sender has not heard of the change.
NAME_DIFFERS = """
    INSERT INTO issues_found (kind, code, rule, place, name, normal_name, organisation_id)
    SELECT 'name_differs', waiting.code, waiting.reason,
        jsonb_build_object('submission', waiting.submission, 'row', waiting.row), waiting.name, waiting.normal_name, waiting.candidate_id
    FROM organisations_pendingrow waiting
    WHERE waiting.state = 'waiting' AND waiting.reason = 'NAME_MISMATCH' AND waiting.candidate_id IS NOT NULL AND waiting.code <> ''
        AND NOT EXISTS (SELECT 1 FROM organisations_name known WHERE known.organisation_id = waiting.candidate_id
            AND known.normal_name = waiting.normal_name AND known.known_until IS NULL)
        AND (%(submission)s::uuid IS NULL OR waiting.submission = %(submission)s::uuid)
    ORDER BY waiting.id
"""


def look(cursor: CursorWrapper, folder: Path, kind: Kind, submission: str) -> None:
    """Put what the examined files of one submission show into ``issues_found``."""
    if (folder / "rows.parquet").exists() and (folder / "findings.parquet").exists():
        _look_at_files(cursor, folder, kind, submission)
    cursor.execute(NAME_DIFFERS, {"submission": submission})


def _look_at_files(cursor: CursorWrapper, folder: Path, kind: Kind, submission: str) -> None:
    rows = literal(str(folder / "rows.parquet"))
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as db:
        there = {name for (name,) in db.execute(f"SELECT name FROM parquet_schema({rows})").fetchall()}
        columns = ", ".join(_column(name, kind, role, there) for name, role in _OF_ROW.items())
        db.register("ended_codes", ended.codes(cursor))
        staged = _STAGED.format(
            columns=columns, rows=rows, findings=literal(str(folder / "findings.parquet")), faults=_FAULTS,
            field=literal(kind.field("party.uscc")), submission=literal(submission),
        )  # fmt: skip
        copy_in(db, staged, cursor, "issues_found")


def _column(name: str, kind: Kind, role: str, there: set[str]) -> str:
    field = kind.field(role)
    return f'"{field}" AS {name}' if field in there else f"NULL::VARCHAR AS {name}"
