"""Rows of one register file against each other: what is one body, what contradicts itself. In sets, before the database is asked."""

from __future__ import annotations

import duckdb

from goodstanding.organisations.register_file import CODES

_CORE = "coalesce(uscc[9:17], orgcode, taxno[7:15])"
# One body is known by its organisation code, wherever that stands; else by the first of its other codes.
_KEYED = f"""
    CREATE TABLE keyed AS
    SELECT *, coalesce({_CORE}, 'R' || regno, 'I' || institution, 'S' || social) AS key FROM (
        SELECT * REPLACE (
            CASE WHEN uscc IS NULL OR orgcode = uscc[9:17] THEN orgcode END AS orgcode,
            CASE WHEN taxno[7:15] = coalesce(uscc[9:17], orgcode, taxno[7:15]) THEN taxno END AS taxno)
        FROM cleaned
    )
"""
_CODE_FAULTS = f"""
    CREATE TABLE findings AS
    SELECT line, fault AS rule, "column" AS field, shown AS value
    FROM (UNPIVOT (SELECT line, {", ".join(CODES)} FROM raw) ON {", ".join(CODES)} INTO NAME "column" VALUE raw)
        JOIN judged USING ("column", raw)
    WHERE fault IS NOT NULL
"""
_FAULTS = """
    INSERT INTO findings
    SELECT line, 'NAME_MISSING', 'name', NULL FROM keyed WHERE coalesce(normal_name, '') = ''
    UNION ALL SELECT line, 'CODE_MISSING', NULL, NULL FROM keyed WHERE key IS NULL AND line NOT IN (SELECT line FROM findings)
    UNION ALL SELECT line, 'ORGCODE_DIFFERS', 'orgcode', orgcode FROM cleaned WHERE orgcode <> uscc[9:17]
    UNION ALL SELECT line, 'TAXNO_DIFFERS', 'taxno', taxno FROM cleaned WHERE taxno[7:15] <> coalesce(uscc[9:17], orgcode)
    UNION ALL SELECT line, 'CODE_WITH_TWO_NAMES', 'name', name FROM keyed
        WHERE key IN (SELECT key FROM keyed WHERE key IS NOT NULL GROUP BY key HAVING count(DISTINCT normal_name) > 1)
    UNION ALL SELECT line, 'ORGCODE_TWICE', 'uscc', uscc FROM keyed
        WHERE key IN (SELECT key FROM keyed WHERE uscc IS NOT NULL GROUP BY key HAVING count(DISTINCT uscc) > 1)
    UNION ALL SELECT line, 'REPEATED', NULL, name FROM (
        SELECT line, name, row_number() OVER (PARTITION BY key, normal_name ORDER BY line) AS place FROM keyed WHERE key IS NOT NULL
    ) WHERE place > 1
    UNION ALL SELECT line, 'RELATION_UNREADABLE', NULL, NULL FROM cleaned WHERE contains(ties, '!')
    UNION ALL SELECT line, 'ADDRESS_PERSONAL', 'address', NULL FROM raw
        JOIN odd_addresses odd ON odd.raw = raw.address WHERE odd.value IS NULL
"""
_OTHERS = ("regno", "institution", "social")
_SHARED = """
    INSERT INTO findings SELECT line, 'CODE_SHARED', '{code}', {code} FROM keyed
    WHERE {code} IN (SELECT {code} FROM keyed WHERE {code} IS NOT NULL GROUP BY {code} HAVING count(DISTINCT key) > 1)
"""
_SHARED_FLAG = "{code} IN (SELECT value FROM findings WHERE rule = 'CODE_SHARED' AND field = '{code}') AS shared_{code}"
_GIVEN = f"""
    CREATE TABLE given AS
    SELECT min(line) AS line, min_by(name, line) AS name, normal_name, max(uscc) AS uscc,
        CASE WHEN max(uscc) IS NULL THEN max(orgcode) END AS orgcode, max(taxno) AS taxno,
        {", ".join(f"max({code}) FILTER (NOT shared_{code}) AS {code}" for code in _OTHERS)},
        max(former) AS former, max(district) AS district, max(status) AS status, min(since) AS since,
        max(changed_on) AS changed_on, max(closed_on) AS closed_on, max(address) AS address, bool_or(correct) AS correct,
        string_agg(DISTINCT ties, ';' ORDER BY ties) AS ties
    FROM (
        SELECT keyed.*, {", ".join(_SHARED_FLAG.format(code=code) for code in _OTHERS)}
        FROM keyed WHERE key IS NOT NULL AND normal_name <> ''
        AND key NOT IN (SELECT key FROM keyed JOIN findings USING (line)
                        WHERE key IS NOT NULL AND rule IN ('CODE_WITH_TWO_NAMES', 'ORGCODE_TWICE'))
    )
    GROUP BY key, normal_name ORDER BY min(line)
"""


def settle(db: duckdb.DuckDBPyConnection) -> None:
    """From ``cleaned``: ``findings`` (line, rule, field, value) and ``given``, one row for each body that can be taken."""
    for statement in (_KEYED, _CODE_FAULTS, _FAULTS, *(_SHARED.format(code=code) for code in _OTHERS), _GIVEN):
        db.execute(statement)
