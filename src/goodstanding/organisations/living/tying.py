"""What a register file says of who is tied to whom, in sets: branch of, split from, merged into, continues.

A body has one relation of a kind at a time. Another parent ends the old one and begins anew, like a change of name; another successor or
predecessor contradicts what is known, for such a thing happens once, and is only written down: a correction has to say that it is one.
"""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.living import turning

CODES = ("uscc", "orgcode", "taxno", "regno", "institution", "social")
COLUMNS = (*CODES, "ties", "since", "changed_on", "closed_on")
_STAGE = (
    "DROP TABLE IF EXISTS register_ties, register_tied, register_findings, register_turn_tie",
    f"""
    CREATE TEMP TABLE register_ties (
        row bigint, {", ".join(f"{code} text" for code in CODES)}, ties text, since date, changed_on date, closed_on date, correct boolean
    ) ON COMMIT DROP
    """,
    "CREATE TEMP TABLE register_findings (row bigint, rule text, field text, value text) ON COMMIT DROP",
)
# A code names a body where exactly one has it, or had it and nobody has it now.
_BODY = """(
    SELECT CASE WHEN count(DISTINCT organisation_id) = 1 THEN min(organisation_id) END FROM organisations_identifier known
    WHERE known.value = {code} AND known.known_until IS NULL AND known.issue = ''
)"""
# `<` turns a relation round: the other body is its subject.
_TIED = f"""
    CREATE TEMP TABLE register_tied ON COMMIT DROP AS
    SELECT row, correct, kind, CASE WHEN turned THEN other ELSE own END AS organisation_id,
           CASE WHEN turned THEN own ELSE other END AS other_id,
           said_on, CASE WHEN kind = 'branch_of' THEN since WHEN turned OR kind = 'merged_into' THEN coalesce(closed_on, changed_on)
                         ELSE coalesce(since, changed_on) END AS likely_on, changed_on, code
    FROM (
        SELECT row, correct, ltrim(split_part(piece, '|', 2), '<') AS kind, piece LIKE '%%|<%%' AS turned, since, changed_on, closed_on,
               nullif(split_part(piece, '|', 3), '')::date AS said_on, split_part(piece, '|', 1) AS code,
               {_BODY.format(code="given.code")} AS own, {_BODY.format(code="split_part(piece, '|', 1)")} AS other
        FROM (SELECT *, coalesce({", ".join(CODES)}) AS code, unnest(string_to_array(ties, ';')) AS piece FROM register_ties) given
        WHERE piece <> '!'
    ) said
"""
_UNKNOWN = """
    WITH gone AS (DELETE FROM register_tied WHERE organisation_id IS NULL OR other_id IS NULL OR organisation_id = other_id
                  OR said_on > %(today)s RETURNING row, kind, code)
    INSERT INTO register_findings SELECT row, 'RELATION_UNKNOWN', 'parent', code FROM gone
"""
_CONTRADICTS = """
    WITH gone AS (
        DELETE FROM register_tied said USING organisations_relation known
        WHERE NOT said.correct AND said.kind <> 'branch_of' AND known.organisation_id = said.organisation_id AND known.kind = said.kind
          AND known.other_id <> said.other_id AND known.valid_until IS NULL AND known.known_until IS NULL RETURNING said.row, said.code)
    INSERT INTO register_findings SELECT row, 'RELATION_DIFFERS', NULL, code FROM gone
"""
_TIES = turning.Statement(
    "tie",
    "organisations_relation",
    ("kind", "other_id"),
    "known.kind = turn.kind",
    """
    SELECT said.organisation_id, said.row, said.correct, said.kind, said.other_id, was.id AS was_id, was.valid_from AS was_from,
           coalesce(said.said_on, said.changed_on, %(as_of)s::date) AS ends, coalesce(said.said_on, said.changed_on) IS NOT NULL AS stated,
           CASE WHEN was.id IS NULL AND said.kind = 'branch_of' THEN coalesce(said.said_on, said.likely_on)
                WHEN was.id IS NULL THEN coalesce(said.said_on, said.likely_on, %(as_of)s::date)
                WHEN said.correct THEN coalesce(said.said_on, was.valid_from)
                ELSE coalesce(said.said_on, said.changed_on, %(as_of)s::date) END AS begins
    FROM register_tied said LEFT JOIN organisations_relation was ON was.organisation_id = said.organisation_id AND was.kind = said.kind
        AND was.valid_until IS NULL AND was.known_until IS NULL
    WHERE was.other_id IS DISTINCT FROM said.other_id
       OR said.correct AND said.said_on IS NOT NULL AND said.said_on IS DISTINCT FROM was.valid_from
    """,
    "organisation_id, kind",
)


def stage(cursor: CursorWrapper) -> None:
    """The temporary tables ``register_ties`` and ``register_findings`` of one transaction."""
    for statement in _STAGE:
        cursor.execute(statement)


def tie(cursor: CursorWrapper, *, source: str, as_of: date, today: date) -> None:
    """Take ``register_ties``; what is not taken gets its finding."""
    cursor.execute("SELECT clock_timestamp()")
    values = {"source": source, "as_of": as_of, "today": today, "known": cursor.fetchone()[0]}
    for statement in (_TIED, _UNKNOWN, _CONTRADICTS, *_TIES.statements()):
        cursor.execute(statement, values)
