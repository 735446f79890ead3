"""Rows of an examined submission made ready for the database, inside DuckDB: no loop over rows here.

A chunk is a table: who (codes and name, for matching), what (the record's own columns), ``identity`` (what makes a decision the same one),
``data`` and ``official`` (the revision's content as JSON text), ``fingerprint`` (has it changed?), and when it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from goodstanding.organisations import sealing
from goodstanding.records import publishing
from goodstanding.rules.catalogue import Catalogue, Kind

TEXTS = {
    "name": "party.name",
    "uscc": "party.uscc",
    "orgcode": "party.orgcode",
    "regno": "party.regno",
    "taxno": "party.taxno",
    "institution": "party.institution",
    "social": "party.social",
    "organ_name": "organ.name",
    "decision_no": "decision.number",
    "stated_klass": "publication.class",
    "procedure": "publication.procedure",
    "secret": "secret",
    "status": "status",
}
BLANKS = {"organ_code": "organ.code", "category": "decision.category"}
DATES = {"decided_on": "decision.date", "valid_from": "valid.from", "valid_until": "valid.until", "claim": "publish.until"}
"""Column of a chunk -> role of the field it comes from; in BLANKS '' stands for nothing."""

_LOOSE = r"[\s\[\]{}()<>〈〉《》「」『』【】〔〕〖〗〘〙〚〛⟨⟩]"
"""Left out when decision numbers are compared: 〔2026〕12号, [2026]12号 and (2026) 12号 are one number."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Good rows of one kind: a DuckDB database, a query over it (``row, normal_name`` and the fields), the columns it has."""

    db: duckdb.DuckDBPyConnection
    query: str
    columns: frozenset[str]
    kind: Kind

    def beside(self) -> Rows:
        """The same rows for another thread."""
        return replace(self, db=self.db.cursor())


def open_rows(folder: Path, kind: Kind, *, through: Path) -> Rows:
    """The good rows of an examined submission; what does not fit into memory spills into ``through``."""
    db = _database(through)
    file = str(folder / "rows.parquet").replace("'", "''")
    columns = frozenset(name for (name,) in db.execute(f"SELECT name FROM parquet_schema('{file}')").fetchall())
    return Rows(db, f"SELECT * FROM read_parquet('{file}') WHERE verdict = 'good'", columns, kind)


def given_rows(table: pa.Table, kind: Kind, *, through: Path) -> Rows:
    """Rows that are in memory: those a clerk has settled (with ``organisation_id``)."""
    db = _database(through)
    db.register("given_table", table)
    db.execute("CREATE TABLE given_rows AS FROM given_table")
    return Rows(db, "SELECT * FROM given_rows", frozenset(table.column_names), kind)


def extent(rows: Rows) -> int:
    """The last row's number and one."""
    ((last,),) = rows.db.execute(f"SELECT max(row) FROM ({rows.query})").fetchall()
    return 0 if last is None else int(last) + 1


def prepare(
    rows: Rows, chunk: str, *, first: int, last: int, catalogue: Catalogue, entered_on: date, lane: tuple[int, int] = (0, 1)
) -> None:
    """Make the table ``chunk`` of the rows ``first`` (included) to ``last`` (not).

    ``lane`` (n, of how many): only rows whose decision falls into it, wherever and whenever that decision is handed in.
    """
    db = rows.db.cursor()
    given = f"""
        SELECT *, sha256({_identity(rows)}) AS identity_hash FROM ({rows.query}) WHERE row >= {first} AND row < {last}
        AND ascii(identity_hash[64]) % {lane[1]} = {lane[0]}
    """
    db.register("sealed_fields", _sealed(db, f"SELECT row, {_object(rows, 'official')} AS official FROM ({given})"))
    publishing.register(db, catalogue)
    shown = publishing.query(_said(rows, given), rows.kind, catalogue, entered_on=f"DATE '{entered_on}'")
    db.execute(f"CREATE OR REPLACE TABLE {chunk} AS {shown}")
    db.close()


def _sealed(db: duckdb.DuckDBPyConnection, officials: str) -> pa.Table:
    clear = db.sql(f"SELECT row, official FROM ({officials}) WHERE official IS NOT NULL").to_arrow_table()
    boxes = sealing.seal(clear.column("official").to_pylist())
    return pa.table(
        {"row": clear.column("row"), "sealed": pa.array([None if box is None else "\\x" + box.hex() for box in boxes], pa.string())}
    )


def _said(rows: Rows, given: str) -> str:
    columns = [
        *(f"{_column(rows, role)} AS {name}" for name, role in TEXTS.items()),
        *(f"coalesce({_column(rows, role)}, '') AS {name}" for name, role in BLANKS.items()),
        *(f"{_column(rows, role)}::DATE AS {name}" for name, role in DATES.items()),
        *(name for name in ("organisation_id", "attempt") if name in rows.columns),
    ]
    return f"""
        SELECT row, normal_name, {", ".join(columns)}, data, sealed,
            left(identity_hash, 32)::UUID AS identity,
            left(sha256('{sealing.fingerprint_key()}' || data || coalesce(official, '')), 32)::UUID AS fingerprint
        FROM (
            SELECT *, {_object(rows, "public", "internal")} AS data, {_object(rows, "official")} AS official FROM ({given})
        ) LEFT JOIN sealed_fields USING (row)
    """


def _column(rows: Rows, role: str) -> str:
    code = rows.kind.field(role)
    return f'"{code}"' if code in rows.columns else "NULL::VARCHAR"


def _object(rows: Rows, *privacies: str) -> str:
    """The filled fields of these privacy classes as a JSON object, NULL where there are none; keys in the kind's order."""
    codes = [f.code for f in rows.kind.fields.values() if f.privacy in privacies and f.code in rows.columns]
    if not codes:
        return "NULL::VARCHAR"
    pairs = ", ".join(f"""'"{code}":' || to_json("{code}")::VARCHAR""" for code in codes)
    return f"'{{' || nullif(concat_ws(',', {pairs}), '') || '}}'"


def _identity(rows: Rows) -> str:
    """Deciding organ, decision number and permit number, loosely written; the party is compared beside it."""
    organ = f"coalesce({_column(rows, 'organ.code')}, {_column(rows, 'organ.name')}, '')"
    parts = [organ, *(f"coalesce({_column(rows, role)}, '')" for role in ("decision.number", "permit.number"))]
    loose = ", ".join(f"regexp_replace(upper({part}), '{_LOOSE}', '', 'g')" for part in parts)
    return f"concat_ws(chr(31), '{rows.kind.code}', {loose})"


def _database(through: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(through / "spill")})
