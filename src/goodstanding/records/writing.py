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
from goodstanding.organisations.models import BY_ITSELF
from goodstanding.rules.events import Event
from goodstanding.ui.texts import text

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
_ATTACHED = """
    SELECT 'organisations.pendingrow', made.id, made.department_id,
        jsonb_build_object('action', 'settle', 'to', 'settled', 'how', %s::text, 'organisation', made.organisation_id)
    FROM organisations_pendingrow made JOIN judged USING (row) WHERE made.submission = %s AND judged.attached = %s
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
    again: bool = False
    """Rows that have been here before: the chunk says in ``attempt`` how often they were taken back."""


def write(cursor: CursorWrapper, batch: Batch, answer: pa.Table, *, by: Standing) -> dict[str, int]:
    """Write a compared chunk in the caller's transaction; returns how many rows had which status, and how many are held."""
    counts = Counter(answer.column("status").to_pylist())
    batch.db.register("answer", answer)
    if counts["new"] or counts["changed"]:
        copy_in(batch.db, _revisions(batch), cursor, "records_revision")
    if counts["new"]:  # after its revision: a record does not stand without one
        copy_in(batch.db, _records(batch), cursor, "records_record")
    if counts["changed"]:
        change(cursor, batch)
    for status, event in (("new", Event.RECORD_ENTERED), ("changed", Event.RECORD_REVISED)):
        if counts[status]:
            write_many(cursor, event, _ENTRY, [batch.submission.department_id, str(batch.submission.id), status], by=by)
    attached = set(answer.column("attached").to_pylist()) & set(BY_ITSELF)
    if counts["pending"] or attached:
        copy_in(batch.db, _pending(batch), cursor, "organisations_pendingrow")
    for how in sorted(attached):
        write_many(cursor, Event.QUEUE_DECIDED, _ATTACHED, [how, str(batch.submission.id), how], by=by, because=because(how))
    if (counts["unchanged"] or counts["repeated"] or counts["ended"]) and 1 in answer.column("echo").to_pylist():
        copy_in(batch.db, _echoes(batch), cursor, "records_echo")
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


def change(cursor: CursorWrapper, batch: Batch) -> None:
    """Records say what the rows of the chunk say that ``answer`` calls changed."""
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
               {_given(batch)}
        FROM {batch.chunk} JOIN answer USING (row) WHERE status IN ('new', 'changed') ORDER BY record_id
    """


def _echoes(batch: Batch) -> str:
    return f"""
        SELECT record_id, data, sealed, normal_name, {batch.submission.department_id:d} AS department_id, {_given(batch)}
        FROM {batch.chunk} JOIN answer USING (row) WHERE echo = 1 AND status IN ('unchanged', 'repeated', 'ended') ORDER BY row
    """


def _given(batch: Batch) -> str:
    """Whose row it is; ``attempt`` where rows come in again (a chunk of settled rows has it)."""
    return f"'{batch.submission.id}' AS submission, row{', attempt' if batch.again else ''}"


def _pending(batch: Batch) -> str:
    """Those that wait, and those that attached by themselves."""
    cases = " ".join(f"WHEN '{how}' THEN '{because(how)}'" for how in BY_ITSELF)
    return f"""
        SELECT '{batch.submission.id}' AS submission, row, '{batch.submission.kind}' AS kind,
            {batch.submission.department_id:d} AS department_id,
               name, normal_name, coalesce(uscc, orgcode, taxno, regno, institution, social, '') AS code, data AS fields, sealed,
               fault AS reason, candidate_id, CASE status WHEN 'pending' THEN 'waiting' ELSE 'settled' END AS state,
               answer.organisation_id, attached AS how, CASE WHEN attached <> '' THEN now() END AS settled_at,
               CASE attached {cases} ELSE '' END AS because
        FROM {batch.chunk} said JOIN answer USING (row) WHERE status = 'pending' OR attached IN ('{"', '".join(BY_ITSELF)}') ORDER BY row
    """


def because(how: str) -> str:
    """The reason a row that attached by itself carries."""
    return text("organisations.attached", how).zh
