"""What a load of the register has shown, taken from its own tables in DuckDB (see ``settling_rows``) before they are closed."""

from __future__ import annotations

import duckdb
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.copying import copy_in
from goodstanding.organisations.issues import ended
from goodstanding.organisations.issues.staging import COLUMNS

_PLACEHOLDER = "length({x}) BETWEEN 8 AND 18 AND (length(replace({x}, {x}[1], '')) = 0 OR regexp_full_match({x}, '0{{8,}}X'))"
_WRITTEN = "upper(coalesce(raw.uscc, raw.code))"
_CODES = ("uscc", "orgcode", "taxno", "regno", "institution", "social")
_FIRST_CODE = f"coalesce({', '.join(_CODES)})"
_NAMED_CODE = f"CASE field {' '.join(f'''WHEN '{code}' THEN k.{code}''' for code in _CODES)} END"
# What each finding of a load says about a code. A row that is refused for an older code under another name, or for codes of different
# bodies, shows one code on two bodies as well; the same name under two codes of one organisation code is one body with two.
_SEEN = f"""
    SELECT 'wrong' AS kind, value AS code, rule, line FROM findings
    WHERE rule IN ('USCC_LENGTH', 'USCC_CHARACTER', 'USCC_CHECK', 'USCC_INNER_CHECK')
    UNION ALL SELECT 'placeholder', {_WRITTEN}, 'USCC_PLACEHOLDER', line FROM raw WHERE {_PLACEHOLDER.format(x=_WRITTEN)}
    UNION ALL SELECT 'shared', {_FIRST_CODE}, rule, line FROM findings JOIN keyed USING (line)
        WHERE rule IN ('CODE_WITH_TWO_NAMES', 'CODES_DISAGREE')
    UNION ALL SELECT CASE WHEN names > 1 THEN 'shared' ELSE 'several' END, value, rule, line
        FROM findings JOIN keyed USING (line)
            JOIN (SELECT key, count(DISTINCT normal_name) AS names FROM keyed GROUP BY key) USING (key) WHERE rule = 'ORGCODE_TWICE'
    UNION ALL SELECT 'shared', value, rule, line FROM findings WHERE rule = 'CODE_SHARED'
    UNION ALL SELECT 'shared', {_NAMED_CODE}, rule, line FROM findings JOIN keyed k USING (line) WHERE rule = 'CODE_OF_ANOTHER'
    UNION ALL SELECT 'retired', uscc, 'CODE_ENDED', line FROM keyed JOIN ended_codes ON ended_codes.code = keyed.uscc
"""
_STAGED = f"""
    SELECT seen.kind, seen.code, seen.rule, json_object('line', seen.line)::VARCHAR AS place, k.name, k.normal_name,
        k.uscc, k.orgcode, k.taxno, k.regno, k.institution, k.social
    FROM ({_SEEN}) seen JOIN keyed k USING (line) WHERE seen.code IS NOT NULL ORDER BY seen.line
"""
assert set(COLUMNS) <= {word.strip(" ,") for word in _STAGED.replace(".", " ").split()}  # noqa: S101 - both lists name the same


def look(db: duckdb.DuckDBPyConnection, cursor: CursorWrapper) -> None:
    """Put what the load showed into ``issues_found``."""
    db.register("ended_codes", ended.codes(cursor))
    copy_in(db, _STAGED, cursor, "issues_found")
    db.unregister("ended_codes")


# A later list that names every body the issue was about, with nothing to say against any of their rows, has put it right.
_CLEAN = """
    WITH came AS (SELECT id, unnest(names) AS name FROM open_issues),
    faulty AS (SELECT DISTINCT line FROM findings WHERE rule LIKE 'USCC%' OR rule LIKE 'CODE%' OR rule = 'ORGCODE_TWICE'),
    clean AS (
        SELECT normal_name FROM keyed LEFT JOIN faulty USING (line) WHERE normal_name IN (SELECT name FROM came)
        GROUP BY normal_name HAVING bool_and(key IS NOT NULL AND faulty.line IS NULL)
    )
    SELECT came.id FROM came LEFT JOIN clean ON clean.normal_name = came.name
    GROUP BY came.id HAVING bool_and(clean.normal_name IS NOT NULL)
"""


def said_right(db: duckdb.DuckDBPyConnection, asked: list[tuple[int, list[str]]]) -> list[int]:
    """Of the open issues (id, normal names) those that this load shows to be right now."""
    if not asked:
        return []
    db.execute("CREATE OR REPLACE TEMP TABLE open_issues (id BIGINT, names VARCHAR[])")
    db.executemany("INSERT INTO open_issues VALUES (?, ?)", asked)
    return [number for (number,) in db.execute(_CLEAN).fetchall()]
