"""Codes of a long list held against the register, a batch at a time, in sets: in short what :mod:`converting` says of one code."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone

from goodstanding.organisations.copying import copy_in, copy_out
from goodstanding.rules.codes import deriving
from goodstanding.rules.codes.judging import PERSON
from goodstanding.rules.codes.recognising import tidy

_ASKED = "CREATE TEMP TABLE codes_asked (row bigint, code text, core text) ON COMMIT DROP"
# What is meant by `place`: a trusted code of that day, a trusted one of another day, the same identity, a doubted code.
_FOUND = """
    WITH hits AS (
        SELECT asked.row, hit.organisation_id, hit.place
        FROM codes_asked asked CROSS JOIN LATERAL (
            SELECT known.organisation_id, CASE WHEN known.issue <> '' THEN 4 WHEN {valid} THEN 1 ELSE 2 END AS place
            FROM organisations_identifier known WHERE known.value = asked.code AND known.known_until IS NULL
            UNION ALL
            SELECT known.organisation_id, CASE WHEN known.issue <> '' THEN 4 ELSE 3 END
            FROM organisations_identifier known
            WHERE known.core = asked.core AND known.value <> asked.code AND known.known_until IS NULL
        ) hit
    ), shown AS (
        SELECT DISTINCT hits.row, hits.place, CASE WHEN body.merged_into_id IS NULL THEN body.id ELSE ({shown}) END AS organisation_id
        FROM hits JOIN organisations_organisation body ON body.id = hits.organisation_id
    ), best AS (
        SELECT row, place, organisation_id, rank() OVER (PARTITION BY row ORDER BY place) AS first FROM shown
    )
    SELECT best.row, min(best.place) AS place, count(*) AS bodies, coalesce(min(body.uscc), '') AS uscc
    FROM best JOIN organisations_organisation body ON body.id = best.organisation_id
    WHERE best.first = 1 GROUP BY best.row
"""
_VALID = """
    (known.valid_from IS NULL OR known.valid_from <= '{day}') AND (known.valid_until IS NULL OR known.valid_until > '{day}')
"""
_SHOWN = """
    WITH RECURSIVE above AS (
        SELECT body.id, body.merged_into_id
        UNION ALL
        SELECT higher.id, higher.merged_into_id FROM organisations_organisation higher JOIN above ON higher.id = above.merged_into_id
    ) SELECT id FROM above WHERE merged_into_id IS NULL
"""
_HOW = {1: "register", 2: "former", 3: "register_core", 4: "doubted"}
_SCHEMA = pa.schema([("row", pa.int64()), ("place", pa.int64()), ("bodies", pa.int64()), ("uscc", pa.string())])


def convert_table(table: pa.Table, *, on: date | None = None) -> pa.Table:
    """A table of verdicts with ``uscc`` and ``how`` as the register has them; no ``uscc`` where it does not tell one organisation."""
    asked = _asked(table)
    with duckdb.connect(":memory:") as db, transaction.atomic(), connection.cursor() as cursor:
        db.register("asked", asked)
        cursor.execute(_ASKED)
        copy_in(db, "SELECT * FROM asked", cursor, "codes_asked")
        cursor.execute("ANALYZE codes_asked")
        day = (on or timezone.localdate()).isoformat()
        found = copy_out(cursor, _FOUND.format(valid=_VALID.format(day=day), shown=_SHOWN), _SCHEMA)
        cursor.execute("DROP TABLE codes_asked")
    return _told(table, found)


def _asked(table: pa.Table) -> pa.Table:
    """Row number, tidied code and identity of everything that may be looked up; a person's number may not."""
    plain = _tidied(table.column("code").combine_chunks())
    right = pc.not_equal(table.column("uscc"), "")
    code = pc.if_else(right, table.column("uscc"), plain)
    may = pc.and_(
        pc.not_equal(table.column("kind"), PERSON), pc.invert(pc.is_in(table.column("verdict"), pa.array(["empty", "placeholder"])))
    )
    made = pa.table({"row": pa.array(range(len(table)), pa.int64()), "code": code, "core": _cores(table, plain)})
    return made.filter(may)


def _tidied(codes: pa.Array) -> pa.Array:
    """Codes without dress; most wear none and need no Python."""
    plain = pc.replace_substring(pc.ascii_upper(codes), "-", "")
    dressed = pc.invert(pc.match_substring_regex(plain, "^[0-9A-Z]*$"))
    return pc.replace_with_mask(plain, dressed, pa.array([tidy(code) for code in codes.filter(dressed).to_pylist()], pa.string()))


def _cores(table: pa.Table, plain: pa.Array) -> pa.Array:
    """The identity inside: given for right codes; of a wrong USCC it is looked at only where it passes by itself."""
    cores = table.column("orgcode").to_pylist()
    kinds, codes = table.column("kind").to_pylist(), plain.to_pylist()
    return pa.array([core or deriving.core(kind, code) or None for core, kind, code in zip(cores, kinds, codes, strict=True)], pa.string())


def _told(table: pa.Table, found: pa.Table) -> pa.Table:
    """``how`` and ``uscc`` for every row."""
    how, uscc = table.column("how").to_pylist(), table.column("uscc").to_pylist()
    kinds, verdicts = table.column("kind").to_pylist(), table.column("verdict").to_pylist()
    looked = [kind != PERSON and verdict not in ("empty", "placeholder") for kind, verdict in zip(kinds, verdicts, strict=True)]
    answers = {row: (place, bodies, code or "") for row, place, bodies, code in zip(*(c.to_pylist() for c in found.columns), strict=True)}
    for row, there in enumerate(looked):
        if row in answers:
            place, bodies, code = answers[row]
            how[row] = "several" if bodies > 1 else _HOW[place]
            uscc[row] = code if bodies == 1 and place < 4 else ""
        elif there:
            how[row] = "none"
    columns = {"how": pa.array(how, pa.string()), "uscc": pa.array(uscc, pa.string())}
    for name, column in columns.items():
        table = table.set_column(table.column_names.index(name), name, column)
    return table
