"""Whose rows are they, and what do they say that the register of records does not say already?

``new``: enters. ``changed``: the same decision of the same party, said differently: a new revision. ``unchanged``: only counted.
``repeated``: a second row about what this very submission has just said; the first one stands. ``ended``: the record has ended, which is
final. ``refuted``: it says again what a case has found wrong. ``pending``: no organisation; waits for a clerk.
"""

from __future__ import annotations

from uuid import UUID

import duckdb
import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.copying import copy_in, copy_out
from goodstanding.organisations.matching import match
from goodstanding.organisations.remembering import recall

STATUSES = ("new", "changed", "unchanged", "repeated", "ended", "refuted", "pending")

_GIVEN = {
    "row": "bigint", "normal_name": "text", "uscc": "text", "orgcode": "text", "regno": "text", "taxno": "text",
    "institution": "text", "social": "text", "decided_on": "date", "identity": "uuid", "fingerprint": "uuid",
}  # fmt: skip
_SETTLED = {**_GIVEN, "organisation_id": "bigint"}
_ANSWER = pa.schema(
    [
        ("row", pa.int64()), ("organisation_id", pa.int64()), ("fault", pa.string()), ("candidate_id", pa.int64()),
        ("status", pa.string()), ("record_id", pa.string()), ("number", pa.int32()), ("attached", pa.string()), ("echo", pa.int8()),
    ]
)  # fmt: skip
_BY_CLERK = """
    CREATE TEMP TABLE incoming_matched ON COMMIT DROP AS
    SELECT row, organisation_id, '' AS fault, NULL::bigint AS candidate_id, 'clerk' AS attached FROM incoming
"""
# A UUIDv7 (RFC 9562): the time, a counter, and 48 bits nobody can guess, of the keyed fingerprint. Counted in the order of organisations,
# because then the records, sorted for the index that is worst to fill, are sorted for all the others too.
_NEW_ID = """(
    (SELECT lpad(to_hex((extract(epoch FROM statement_timestamp()) * 1000)::bigint), 12, '0'))
    || to_hex((x'7000'::bigint + (first_turn >> 12) << 16) | x'8000'::bigint | (first_turn & 4095)) || substr(first_print::text, 25)
)::uuid"""
# LATERAL with a limit: each row asks the index, a register of millions is never read for one chunk.
# `place` counts rows of this chunk about the same decision and party: the first one stands, and what matched exactly comes before what
# attached. An echo (models.Echo) is a row that adds nothing to a record standing on an attachment, or is itself attached and adds nothing.
_JUDGE = f"""
    CREATE TEMP TABLE judged ON COMMIT DROP AS
    SELECT given.row, given.organisation_id, given.fault, given.candidate_id,
        CASE
            WHEN given.organisation_id IS NULL THEN 'pending'
            WHEN place > 1 THEN 'repeated'
            WHEN known.public_id IS NULL THEN 'new'
            WHEN known.ended_on IS NOT NULL THEN 'ended'
            WHEN known.fingerprint = given.fingerprint THEN 'unchanged'
            WHEN (SELECT true FROM records_correction WHERE record_id = known.public_id AND refuted = given.fingerprint LIMIT 1)
                THEN 'refuted'
            WHEN latest.submission = %s THEN 'repeated'
            ELSE 'changed'
        END AS status,
        coalesce(known.public_id, {_NEW_ID}) AS record_id, coalesce(known.revision, 0) + 1 AS number, given.attached,
        (given.organisation_id IS NOT NULL AND (given.attached <> '' OR first_attached <> '' OR coalesce(latest.leans, false)))::int AS echo
    FROM (
        SELECT row, identity, fingerprint, matched.organisation_id, fault, candidate_id, attached,
               row_number() OVER same AS place, first_value(attached) OVER same AS first_attached,
               first_value(fingerprint) OVER same AS first_print,
               row_number() OVER (ORDER BY matched.organisation_id, identity, attached <> '', row)
                   - row_number() OVER same + 1 AS first_turn
        FROM incoming JOIN incoming_matched matched USING (row)
        WINDOW same AS (PARTITION BY matched.organisation_id, identity ORDER BY attached <> '', row)
    ) given
    LEFT JOIN LATERAL (
        SELECT public_id, ended_on, fingerprint, revision FROM records_record one
        WHERE one.organisation_id = given.organisation_id AND one.identity = given.identity AND NOT one.taken_back LIMIT 1
    ) known ON true
    LEFT JOIN LATERAL (
        SELECT submission, EXISTS (
            SELECT 1 FROM organisations_pendingrow made WHERE made.submission = one.submission AND made.row = one.row
        ) AS leans
        FROM records_revision one WHERE one.record_id = known.public_id AND one.number = known.revision LIMIT 1
    ) latest ON true
"""


def compare(cursor: CursorWrapper, db: duckdb.DuckDBPyConnection, chunk: str, *, submission: UUID, settled: bool = False) -> pa.Table:
    """Judge a chunk (see :mod:`preparing`) inside a transaction; the temporary table ``judged`` stays until its end.

    Returns :data:`_ANSWER` for every row; ``attached``: how, where it did not match exactly. ``settled``: a clerk has said whose the rows
    are (the chunk has ``organisation_id``).
    """
    given = _SETTLED if settled else _GIVEN
    cursor.execute("SET LOCAL jit = off")
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute("DROP TABLE IF EXISTS incoming, incoming_matched, judged")  # of an earlier chunk in the same transaction
    cursor.execute(f"CREATE TEMP TABLE incoming ({', '.join(f'{name} {kind}' for name, kind in given.items())}) ON COMMIT DROP")
    copy_in(db, f"SELECT {', '.join(given)} FROM {chunk} ORDER BY uscc", cursor, "incoming")
    cursor.execute("ANALYZE incoming (row, uscc)")
    if settled:
        cursor.execute(_BY_CLERK)
    else:
        match(cursor, "incoming")
        recall(cursor, "incoming")
    cursor.execute("ANALYZE incoming_matched")
    cursor.execute(_JUDGE, [submission])
    return copy_out(cursor, f"SELECT {', '.join(_ANSWER.names)} FROM judged", _ANSWER)
