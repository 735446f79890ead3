"""A list of bidders as rows: any format, the columns found by their headings, codes told apart by their shape. Nobody trusts what is in it.

What is laid out meanwhile lies in the batch's work folder, readable by this account alone, and goes when the job ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.organisations import judging_codes
from goodstanding.organisations.models import CodeException
from goodstanding.organisations.register_file import CODES, headings
from goodstanding.pipeline.read import Sheet, open_table
from goodstanding.pipeline.read.headings import heading_key
from goodstanding.pipeline.sql import literal
from goodstanding.rules import persons
from goodstanding.rules.refusals import Unusable
from goodstanding.ui.texts import text

MOST = 1_500_000
"""Rows of one file: what the page promises is a million."""
AT_ONCE = 100_000
"""Codes judged together."""
NAMES = ("投标人", "投标单位", "供应商", "申请人", "申请单位", "竞买人", "公司名称", "单位", "企业", "company", "bidder", "supplier")
"""What a column of names is called besides what a register calls it."""
_ANY_CODE = "信用代码"


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet with a header. ``codes``: columns and what they hold, the surest first; ``name``: the column of names."""

    sheet: Sheet
    header: int
    titles: tuple[str, ...]
    codes: tuple[tuple[int, str], ...]
    name: int | None

    @property
    def source(self) -> str:
        """For DuckDB: the sheet's rows as they are in the file."""
        return f"read_parquet({literal(str(self.sheet.parquet))})"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows there are, and how many different codes are to be asked."""

    rows: int
    codes: int


def lay(source: Path, name: str, into: Path) -> list[Laid]:
    """The sheets that have a column of codes. Raises ``Unusable`` with what to do."""
    sheets = open_table(source, name=name, into=into, direct=False).sheets
    laid = [found for sheet in sheets if (found := _laid(sheet))]
    if not laid:
        raise Unusable("CODES_COLUMN_MISSING", text("checks.file.refused.no_column"))
    return laid


def connect(work: Path) -> duckdb.DuckDBPyConnection:
    """Bounded in memory; what does not fit is spilled into the work folder."""
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "256MB", "threads": 2, "temp_directory": str(work / "spill")}
    return duckdb.connect(str(work / "rows.duckdb"), config=config)


def take(db: duckdb.DuckDBPyConnection, laid: list[Laid]) -> Taken:
    """The tables ``given`` (sheet, line, fault, n) and ``codes`` (n, code): each code once, in the order of the file."""
    db.execute("CREATE TABLE found (sheet INTEGER, line BIGINT, code VARCHAR, fault VARCHAR)")
    db.execute('CREATE TABLE judged ("column" VARCHAR, raw VARCHAR, value VARCHAR, fault VARCHAR)')
    exceptions = frozenset(CodeException.objects.filter(ended_at__isnull=True).values_list("code", flat=True))
    for number, one in enumerate(laid):
        ((rows,),) = db.execute(f"SELECT count(*) FROM {one.source} WHERE line > {one.header}").fetchall()
        ((before,),) = db.execute("SELECT count(*) FROM found").fetchall()
        if before + rows > MOST:
            raise Unusable("LIST_TOO_LONG", text("checks.file.refused.too_long", n=before + rows, most=MOST))
        _judge(db, one, exceptions)
        db.execute(_given(number, one))
    ((rows,),) = db.execute("SELECT count(*) FROM found").fetchall()
    if not rows:
        raise Unusable("LIST_EMPTY", text("checks.file.refused.empty"))
    db.execute(
        "CREATE TABLE codes AS SELECT row_number() OVER (ORDER BY min(sheet), min(line), code) AS n, code"
        " FROM found WHERE code IS NOT NULL GROUP BY code"
    )
    ((codes,),) = db.execute("SELECT count(*) FROM codes").fetchall()
    if not codes:
        raise Unusable("LIST_WITHOUT_CODES", text("checks.file.refused.no_codes"))
    db.execute(
        "CREATE TABLE given AS SELECT found.sheet, found.line, found.fault, codes.n FROM found LEFT JOIN codes ON codes.code = found.code"
        " ORDER BY found.sheet, found.line"
    )
    db.execute("DROP TABLE found")
    return Taken(int(rows), int(codes))


def _laid(sheet: Sheet) -> Laid | None:
    """The first row that names a column of codes is the header."""
    known = {heading_key(word): field for field, met in headings().items() for word in met}
    for row in sheet.head:
        fields = [known.get(key, "uscc" if _ANY_CODE in key and len(key) <= 40 else "") for key in map(heading_key, row.cells)]
        codes = [(column, field) for field in CODES for column, found in enumerate(fields) if found == field]
        if codes:
            called = {heading_key(word) for word in NAMES}
            names = [n for n, cell in enumerate(row.cells) if fields[n] == "name" or _is_name(heading_key(cell), called)]
            return Laid(sheet, row.line, row.cells, tuple(codes), names[0] if names else None)
    return None


def _is_name(key: str, called: set[str]) -> bool:
    return key in called or key.removesuffix("名称") in called


def _judge(db: duckdb.DuckDBPyConnection, one: Laid, exceptions: frozenset[str]) -> None:
    db.execute("DELETE FROM judged")
    for column in sorted({field for _, field in one.codes}):
        cells = " UNION ".join(f"SELECT trim(c{place}) AS raw FROM {_below(one)}" for place, field in one.codes if field == column)
        db.execute(f"CREATE OR REPLACE TABLE raws AS SELECT DISTINCT raw FROM ({cells}) WHERE raw <> ''")
        ((found,),) = db.execute("SELECT count(*) FROM raws").fetchall()
        for start in range(0, int(found), AT_ONCE):
            some = db.sql("SELECT raw FROM raws WHERE rowid >= ? AND rowid < ?", params=[start, start + AT_ONCE]).to_arrow_table()
            raw = some.column(0).combine_chunks().cast(pa.string())
            db.register("these", _no_person(judging_codes.judge(raw, column, exceptions)))
            db.execute(
                f"INSERT INTO judged SELECT '{column}', raw, value, CASE WHEN value IS NULL THEN coalesce(fault, 'NO_CODE') END FROM these"
            )
            db.unregister("these")


def _no_person(judged: pa.Table) -> pa.Table:
    """What is no USCC and could be a person's number is not asked about: a receipt would keep nothing of it."""
    rest = judged.filter(pc.and_(pc.is_valid(judged["value"]), pc.not_equal(judged["kind"], "uscc")))
    found = {value for value in rest["value"].to_pylist() if persons.find(value)}
    if not found:
        return judged
    theirs = pc.is_in(judged["value"], value_set=pa.array(sorted(found), pa.string()))
    value = pc.if_else(theirs, pa.scalar(None, pa.string()), judged["value"])
    fault = pc.if_else(theirs, pa.scalar("CODE_OF_A_PERSON"), judged["fault"])
    return judged.set_column(2, "value", value).set_column(3, "fault", fault)


def _given(number: int, one: Laid) -> str:
    """A person's number in any column of codes, and no organisation's beside it: that row is nobody's we answer for."""
    joins = " ".join(
        f"LEFT JOIN judged j{place} ON j{place}.\"column\" = '{field}' AND j{place}.raw = trim(r.c{place})" for place, field in one.codes
    )
    values = ", ".join(f"j{place}.value" for place, _ in one.codes)
    faults = ", ".join(f"j{place}.fault" for place, _ in one.codes)
    return f"""
        INSERT INTO found SELECT {number}, r.line, coalesce({values}),
            CASE WHEN coalesce({values}) IS NULL THEN
                CASE WHEN list_contains([{faults}], 'CODE_OF_A_PERSON') THEN 'CODE_OF_A_PERSON' ELSE coalesce({faults}, 'NO_CODE') END
            END
        FROM {_below(one)} r {joins}
    """


def _below(one: Laid) -> str:
    return f"(SELECT * FROM {one.source} WHERE line > {one.header})"
