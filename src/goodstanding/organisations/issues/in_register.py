"""What is wrong in the register itself: codes in force that fail, organisation codes on several bodies. One pass each, in sets."""

from __future__ import annotations

import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.copying import copy_out
from goodstanding.pipeline import kernels
from goodstanding.rules import uscc

_IN_FORCE = """
    SELECT known.organisation_id, known.value FROM organisations_identifier known
    WHERE known.kind = 'uscc' AND known.known_until IS NULL AND known.valid_until IS NULL
"""
_SCHEMA = pa.schema([("organisation_id", pa.int64()), ("value", pa.string())])
_WRONG = """
    INSERT INTO issues_found (kind, code, rule, place, name, normal_name, organisation_id, held)
    SELECT 'wrong', given.code, given.rule, '{}', body.name, body.normal_name, body.id, true
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given (organisation_id, code, rule)
        JOIN organisations_organisation body ON body.id = given.organisation_id
    WHERE NOT EXISTS (SELECT 1 FROM organisations_codeexception lawful WHERE lawful.code = given.code AND lawful.ended_at IS NULL)
    ORDER BY body.id, given.code
"""
HOLDERS = """
    SELECT known.core, coalesce(body.merged_into_id, body.id) AS organisation_id,
        (array_agg(known.value ORDER BY known.kind DESC, known.value))[1] AS code
    FROM organisations_identifier known JOIN organisations_organisation body ON body.id = known.organisation_id
    WHERE known.core IS NOT NULL AND known.known_until IS NULL AND known.valid_until IS NULL {only}
    GROUP BY known.core, coalesce(body.merged_into_id, body.id)
"""
"""Organisation code, body, and the code it stands in (the USCC first: kinds are sorted backwards). Entries merged into one count as one."""
_SHARED = f"""
    INSERT INTO issues_found (kind, code, rule, place, name, normal_name, organisation_id, other_id, held)
    SELECT 'shared', holder.code, 'ORGCODE_TWICE', '{{}}', body.name, body.normal_name, holder.organisation_id, holder.other_id, true
    FROM (
        SELECT *, CASE WHEN organisation_id = first THEN second ELSE first END AS other_id FROM (
            SELECT held.*, min(organisation_id) OVER one AS first, max(organisation_id) OVER one AS second
            FROM ({HOLDERS.format(only="")}) held WINDOW one AS (PARTITION BY core)
        ) paired WHERE first <> second
    ) holder JOIN organisations_organisation body ON body.id = holder.organisation_id ORDER BY body.id, holder.code
"""
# One body has several codes in force only where they were recorded under an issue: the database holds the rule.
_SEVERAL = """
    INSERT INTO issues_found (kind, code, rule, place, name, normal_name, organisation_id, held)
    SELECT 'several', known.value, 'SEVERAL_CODES', '{}', body.name, body.normal_name, body.id, true
    FROM organisations_identifier known JOIN organisations_organisation body ON body.id = known.organisation_id
    WHERE known.kind = 'uscc' AND known.known_until IS NULL AND known.valid_until IS NULL AND body.id IN (
        SELECT organisation_id FROM organisations_identifier
        WHERE kind = 'uscc' AND known_until IS NULL AND valid_until IS NULL GROUP BY organisation_id HAVING count(*) > 1)
    ORDER BY body.id, known.value
"""


def look(cursor: CursorWrapper) -> None:
    """Put what is found into ``issues_found``."""
    _wrong(cursor)
    cursor.execute(_SHARED)
    cursor.execute(_SEVERAL)


def _wrong(cursor: CursorWrapper) -> None:
    """The kernels wave the surely right ones through; the few others are judged one by one."""
    in_force = copy_out(cursor, _IN_FORCE, _SCHEMA)
    values = in_force.column("value").combine_chunks()
    rest = in_force.filter(pa.array(~kernels.right(values, "uscc")))
    faulty = [
        (body, code, uscc.check(code).faults[0])
        for body, code in zip(rest.column("organisation_id").to_pylist(), rest.column("value").to_pylist(), strict=True)
        if not uscc.passes(code)
    ]
    if faulty:
        cursor.execute(_WRONG, [list(column) for column in zip(*faulty, strict=True)])
