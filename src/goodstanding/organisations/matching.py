"""Whose row is it? Exactly, in sets, and never on trust.

The first code that is on the register decides who is meant: the USCC, else its characters 9-17, else the older codes through
their dated identifiers. Then the name must agree with the name that organisation has, or with one it had on the day of the decision or
shortly before (docs/decisions/0013-life-in-two-times.md). Measured on a million rows, codes alone
link seven to a wrong organisation: a mistyped code can be another body's. A name alone never matches.
"""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from goodstanding.rules.loading import load

Fault = Literal["", "NAME_MISMATCH", "UNKNOWN_ORGANISATION", "NAME_ONLY", "CODES_DISAGREE", "TAKEN_BACK", "SAME_ORGCODE_OTHER_PREFIX"]
PENDING = ("NAME_MISMATCH", "UNKNOWN_ORGANISATION", "NAME_ONLY", "CODES_DISAGREE", "TAKEN_BACK")
"""Faults that leave the row without an organisation: it waits for a clerk, unless :mod:`remembering` is sure of it. ``TAKEN_BACK`` is
given there. The remaining one is only worth telling."""

INPUT = """
    row bigint, normal_name text, uscc text, orgcode text, regno text, taxno text, institution text, social text, decided_on date
"""
"""Columns a table needs to be matched."""

# The order is the order of trust. `core` is the organisation code inside a USCC or a tax number.
KEYS = """
    SELECT row, decided_on, 1 AS rank, 'uscc' AS how, 'uscc' AS kind, uscc AS value FROM {table} WHERE uscc IS NOT NULL
    UNION ALL SELECT row, decided_on, 1, 'uscc', 'uscc', long FROM {table}, LATERAL (VALUES (orgcode), (taxno), (regno)) given (long)
        WHERE uscc IS NULL AND length(long) = 18
    UNION ALL SELECT row, decided_on, 5, 'regno', 'regno', regno FROM {table} WHERE regno IS NOT NULL
    UNION ALL SELECT row, decided_on, 6, 'institution', 'institution', institution FROM {table} WHERE institution IS NOT NULL
    UNION ALL SELECT row, decided_on, 7, 'social', 'social', social FROM {table} WHERE social IS NOT NULL
"""
CORES = """
    SELECT row, decided_on, 2 AS rank, 'uscc_core' AS how, substr(uscc, 9, 9) AS core FROM {table} WHERE length(uscc) = 18
    UNION ALL SELECT row, decided_on, 3, 'orgcode', CASE length(orgcode) WHEN 9 THEN orgcode WHEN 18 THEN substr(orgcode, 9, 9) END
        FROM {table} WHERE orgcode IS NOT NULL
    UNION ALL SELECT row, decided_on, 4, 'taxno', CASE length(taxno) WHEN 15 THEN substr(taxno, 7, 9) WHEN 18 THEN substr(taxno, 9, 9) END
        FROM {table} WHERE taxno IS NOT NULL
"""
# Nearly every row: its USCC is live on the register and the name is the present one. Asked row by row through the index: a chunk
# never reads the whole register. Rows sorted by USCC are answered twice as fast. A code under an open issue names nobody.
_PLAIN = """
    CREATE TEMP TABLE {table}_plain ON COMMIT DROP AS
    SELECT row, CASE WHEN {doubted} OR given.uscc NOT IN (SELECT value FROM organisations_identifier WHERE issue <> '') THEN (
        SELECT body.id FROM organisations_organisation body WHERE body.uscc = given.uscc AND body.normal_name = given.normal_name
    ) END AS organisation_id
    FROM {table} given
"""
_REST = """
    CREATE TEMP TABLE {table}_rest ON COMMIT DROP AS
    SELECT row, normal_name, uscc, orgcode, regno, taxno, institution, social, decided_on
    FROM {table} JOIN {table}_plain plain USING (row) WHERE plain.organisation_id IS NULL
"""
# All organisations whose believed code it is; those whose code it was on the day of the decision come first.
_HITS = """
    CREATE TEMP TABLE {table}_hits ON COMMIT DROP AS
    WITH hits AS (
        SELECT key.row, key.rank, key.how, code.organisation_id, {valid} AS valid
        FROM ({keys}) key JOIN organisations_identifier code ON code.value = key.value AND code.kind = key.kind
        WHERE code.known_until IS NULL AND ({doubted} OR code.issue = '')
        UNION ALL
        SELECT key.row, key.rank, key.how, code.organisation_id, {valid}
        FROM ({cores}) key JOIN organisations_identifier code ON code.core = key.core
        WHERE code.known_until IS NULL AND ({doubted} OR code.issue = '')
    ), best AS (
        SELECT DISTINCT row, rank, how, organisation_id,
               dense_rank() OVER (PARTITION BY row ORDER BY rank, valid DESC) AS place
        FROM hits
    )
    SELECT row, min(how) AS how, min(rank) AS rank, min(organisation_id) AS candidate_id, count(DISTINCT organisation_id) AS bodies
    FROM best WHERE place = 1 GROUP BY row
"""
_VALID = """
    ((code.valid_from IS NULL OR code.valid_from <= key.decided_on) AND (code.valid_until IS NULL OR code.valid_until > key.decided_on))
    IS NOT FALSE
"""
# The present name agrees with every decision: departments write it for old ones too. A former name agrees with decisions of its own time,
# and for some days after, while papers are still made out to it (terms.toml: former_name); later it is a question for a clerk.
_CALLED = """
    (known.valid_until IS NULL OR rest.decided_on IS NULL OR rest.decided_on < known.valid_until + {grace}
        AND (known.valid_from IS NULL OR rest.decided_on >= known.valid_from))
"""
# A row with a USCC nobody has, and an older code of a body that has another USCC: two bodies, by the very meaning of the code.
_JUDGE = """
    CREATE TEMP TABLE {table}_matched ON COMMIT DROP AS
    SELECT row, organisation_id, 'uscc' AS how, '' AS fault, organisation_id AS candidate_id
    FROM {table}_plain WHERE organisation_id IS NOT NULL
    UNION ALL
    SELECT row, CASE WHEN fault IN ('', 'SAME_ORGCODE_OTHER_PREFIX') THEN candidate_id END, how, fault, CASE WHEN bodies = 1
        THEN candidate_id END
    FROM (
        SELECT rest.row, coalesce(hit.how, '') AS how, hit.candidate_id, hit.bodies,
            CASE
                WHEN hit.row IS NULL AND coalesce(rest.uscc, rest.orgcode, rest.taxno, rest.regno, rest.institution, rest.social) IS NULL
                    THEN 'NAME_ONLY'
                WHEN hit.row IS NULL THEN 'UNKNOWN_ORGANISATION'
                WHEN hit.bodies > 1 OR hit.rank > 2 AND length(rest.uscc) = 18 AND body.uscc IS NOT NULL THEN 'CODES_DISAGREE'
                WHEN NOT EXISTS (SELECT 1 FROM organisations_name known WHERE known.organisation_id = hit.candidate_id
                                 AND known.normal_name = rest.normal_name AND known.known_until IS NULL AND {called}) THEN 'NAME_MISMATCH'
                WHEN hit.how = 'uscc_core' THEN 'SAME_ORGCODE_OTHER_PREFIX'
                ELSE ''
            END AS fault
        FROM {table}_rest rest LEFT JOIN {table}_hits hit ON hit.row = rest.row
        LEFT JOIN organisations_organisation body ON body.id = hit.candidate_id
    ) judged
"""


def match(cursor: CursorWrapper, table: str, *, doubted: bool = False) -> None:
    """Match a temporary table (columns: :data:`INPUT`) inside a transaction; the answer is the temporary table ``{table}_matched``.

    It has, for every row, ``row, organisation_id, how, fault,
        candidate_id``; ``organisation_id`` is NULL for the faults in :data:`PENDING`.
    ``table`` is a name of our own, never input. Codes must be cleaned, and placeholders be NULL.
    ``doubted``: codes under an open issue count too. Only for the register's own lists, or a corrected code would open a second body.
    """
    cursor.execute(f"DROP TABLE IF EXISTS {table}_matched")
    called = _CALLED.format(grace=load(settings.CITY_CATALOGUE).terms["former_name"].count)
    for statement in (_PLAIN, _REST, _HITS, _JUDGE):
        keys, cores = KEYS.format(table=f"{table}_rest"), CORES.format(table=f"{table}_rest")
        cursor.execute(statement.format(table=table, keys=keys, cores=cores, valid=_VALID, called=called, doubted=doubted))
        if statement is _REST:
            cursor.execute(f"ANALYZE {table}_rest")
    cursor.execute(f"DROP TABLE {table}_plain, {table}_rest, {table}_hits")
