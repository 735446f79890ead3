"""Write what a chunk says: records, revisions, pending rows, and the ledger's entries, each in one statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import duckdb
import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.organisations.copying import copy_in
from goodstanding.rules.events import Event

_TOLD = (
    "organ_code", "organ_name", "decision_no", "decided_on", "category", "klass", "valid_from", "valid_until", "claim",
    "regime", "basis", "shown_from", "shown_until", "held", "fingerprint",
)  # fmt: skip
"""Columns of a record that its latest revision says."""
# The window may move when the source corrects the decision; the day it first showed stays.
_CHANGE = f"""
    UPDATE records_record SET revision = changed.number, {", ".join(f"{name} = changed.{name}" for name in _TOLD if name != "shown_from")},
        shown_from = CASE WHEN changed.held = '' THEN coalesce(records_record.shown_from, changed.shown_from) END
    FROM changed WHERE records_record.public_id = changed.public_id
"""
_ENTRY = """
    SELECT 'records.record', record_id, %s::bigint, jsonb_build_object('submission', %s::text, 'row', row, 'revision', number)
    FROM judged WHERE status = %s
"""


class HandedIn(Protocol):
    """What has to be known of a submission."""

    id: UUID
    kind: str
    department_id: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A prepared chunk (a table of ``db``) and the submission it comes from."""

    db: duckdb.DuckDBPyConnection
    chunk: str
    submission: HandedIn


def write(cursor: CursorWrapper, batch: Batch, answer: pa.Table, *, by: Standing) -> dict[str, int]:
    """Write a compared chunk in the caller's transaction; returns how many rows had which status, and how many are held."""
    counts = Counter(answer.column("status").to_pylist())
    batch.db.register("answer", answer)
    if counts["new"] or counts["changed"]:
        copy_in(batch.db, _revisions(batch), cursor, "records_revision")
    if counts["new"]:  # after its revision: a record does not stand without one
        copy_in(batch.db, _records(batch), cursor, "records_record")
    if counts["changed"]:
        _change(cursor, batch)
    for status, event in (("new", Event.RECORD_ENTERED), ("changed", Event.RECORD_REVISED)):
        if counts[status]:
            write_many(cursor, event, _ENTRY, [batch.submission.department_id, str(batch.submission.id), status], by=by)
    if counts["pending"]:
        copy_in(batch.db, _pending(batch), cursor, "organisations_pendingrow")
    held = f"SELECT count(*) FROM {batch.chunk} JOIN answer USING (row) WHERE status IN ('new', 'changed') AND held <> ''"
    ((counts["held"],),) = batch.db.execute(held).fetchall()
    batch.db.unregister("answer")
    return dict(counts)


def _records(batch: Batch) -> str:
    return f"""
        SELECT record_id AS public_id, '{batch.submission.kind}' AS kind, identity, answer.organisation_id,
            {batch.submission.department_id:d} AS department_id,
               1 AS revision, {", ".join(_TOLD)}
        FROM {batch.chunk} said JOIN answer USING (row) WHERE status = 'new' ORDER BY record_id
    """


def _change(cursor: CursorWrapper, batch: Batch) -> None:
    columns = ", ".join(_TOLD)
    cursor.execute(
        f"CREATE TEMP TABLE changed ON COMMIT DROP AS SELECT public_id, revision AS number, {columns} FROM records_record WITH NO DATA"
    )
    select = f"SELECT record_id AS public_id, number, {columns} FROM {batch.chunk} JOIN answer USING (row) WHERE status = 'changed'"
    copy_in(batch.db, select, cursor, "changed")
    cursor.execute(_CHANGE)
    cursor.execute("DROP TABLE changed")


def _revisions(batch: Batch) -> str:
    return f"""
        SELECT record_id, number, data, sealed, CASE status WHEN 'new' THEN 'entered' ELSE 'changed by source' END AS because,
               '{batch.submission.id}' AS submission, row
        FROM {batch.chunk} JOIN answer USING (row) WHERE status IN ('new', 'changed') ORDER BY record_id
    """


def _pending(batch: Batch) -> str:
    return f"""
        SELECT '{batch.submission.id}' AS submission, row, '{batch.submission.kind}' AS kind,
            {batch.submission.department_id:d} AS department_id,
               name, normal_name, coalesce(uscc, orgcode, taxno, regno, institution, social, '') AS code, data AS fields, sealed,
               fault AS reason, candidate_id
        FROM {batch.chunk} JOIN answer USING (row) WHERE status = 'pending'
    """
