"""Whose rows are they, and what do they say that the register of records does not say already?

``new``: enters. ``changed``: the same decision of the same party, said differently: a new revision. ``unchanged``: only counted.
``repeated``: a second row about what this very submission has just said; the first one stands. ``ended``: the record has ended, which is
final. ``pending``: no organisation; waits for a clerk.
"""

from __future__ import annotations

from uuid import UUID

import duckdb
import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.copying import copy_in, copy_out
from goodstanding.organisations.matching import match

STATUSES = ("new", "changed", "unchanged", "repeated", "ended", "pending")

_GIVEN = {
    "row": "bigint", "normal_name": "text", "uscc": "text", "orgcode": "text", "regno": "text", "taxno": "text",
    "institution": "text", "social": "text", "decided_on": "date", "identity": "uuid", "fingerprint": "uuid",
}  # fmt: skip
_SETTLED = {**_GIVEN, "organisation_id": "bigint"}
_ANSWER = pa.schema(
    [
        ("row", pa.int64()), ("organisation_id", pa.int64()), ("fault", pa.string()), ("candidate_id", pa.int64()),
        ("status", pa.string()), ("record_id", pa.string()), ("number", pa.int32()),
    ]
)  # fmt: skip
_BY_CLERK = """
    CREATE TEMP TABLE incoming_matched ON COMMIT DROP AS
    SELECT row, organisation_id, '' AS fault, NULL::bigint AS candidate_id FROM incoming
"""
# A UUIDv7 (RFC 9562): the time, a counter, and 48 bits nobody can guess, of the keyed fingerprint. Counted in the order of organisations,
# because then the records, sorted for the index that is worst to fill, are sorted for all the others too.
_NEW_ID = """(
    (SELECT lpad(to_hex((extract(epoch FROM statement_timestamp()) * 1000)::bigint), 12, '0'))
    || to_hex((x'7000'::bigint + (turn >> 12) << 16) | x'8000'::bigint | (turn & 4095)) || substr(given.fingerprint::text, 25)
)::uuid"""
# LATERAL with a limit: each row asks the index, a register of millions is never read for one chunk.
# `place` counts rows of this chunk about the same decision and party: the first one stands.
_JUDGE = f"""
    CREATE TEMP TABLE judged ON COMMIT DROP AS
    SELECT given.row, given.organisation_id, given.fault, given.candidate_id,
        CASE
            WHEN given.organisation_id IS NULL THEN 'pending'
            WHEN place > 1 THEN 'repeated'
            WHEN known.public_id IS NULL THEN 'new'
            WHEN known.ended_on IS NOT NULL THEN 'ended'
            WHEN known.fingerprint = given.fingerprint THEN 'unchanged'
            WHEN latest.submission = %s THEN 'repeated'
            ELSE 'changed'
        END AS status,
        coalesce(known.public_id, {_NEW_ID}) AS record_id, coalesce(known.revision, 0) + 1 AS number
    FROM (
        SELECT row, identity, fingerprint, matched.organisation_id, fault, candidate_id,
               row_number() OVER (PARTITION BY matched.organisation_id, identity ORDER BY row) AS place,
               row_number() OVER (ORDER BY matched.organisation_id, identity, row) AS turn
        FROM incoming JOIN incoming_matched matched USING (row)
    ) given
    LEFT JOIN LATERAL (
        SELECT public_id, ended_on, fingerprint, revision FROM records_record one
        WHERE one.organisation_id = given.organisation_id AND one.identity = given.identity AND NOT one.taken_back LIMIT 1
    ) known ON true
    LEFT JOIN LATERAL (
        SELECT submission FROM records_revision one WHERE one.record_id = known.public_id AND one.number = known.revision LIMIT 1
    ) latest ON true
"""


def compare(cursor: CursorWrapper, db: duckdb.DuckDBPyConnection, chunk: str, *, submission: UUID, settled: bool = False) -> pa.Table:
    """Judge a chunk (see :mod:`preparing`) inside a transaction; the temporary table ``judged`` stays until its end.

    Returns ``row, organisation_id, fault, candidate_id, status, record_id, number`` for every row. ``settled``: a clerk has said whose the
    rows are (the chunk has ``organisation_id``).
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
    cursor.execute("ANALYZE incoming_matched")
    cursor.execute(_JUDGE, [submission])
    return copy_out(cursor, f"SELECT {', '.join(_ANSWER.names)} FROM judged", _ANSWER)
