"""A register file, cleaned and judged in DuckDB: the table ``given`` (rows that can be taken) and ``findings`` (everything to be said).

Nothing of a natural person gets past here: an identity number in a taxpayer's column is dropped and only counted.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache, partial
from pathlib import Path

import duckdb
import pyarrow as pa

from goodstanding.organisations import judging_codes, statuses
from goodstanding.organisations.living import reading
from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.read import Sheet, open_table
from goodstanding.pipeline.read.header import Header, find_header
from goodstanding.pipeline.read.headings import heading_key
from goodstanding.pipeline.sql import literal
from goodstanding.rules import dates, names
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

CODES = ("uscc", "code", "orgcode", "regno", "taxno", "institution", "social")
TIES = ("parent", "predecessor", "successor")
KINDS = ("uscc", "orgcode", "regno", "taxno", "institution", "social")
# An address with as many digits as a telephone has, or with a word of the sieve, is looked at in Python.
_ODD_ADDRESS = r"[0-9０-９][0-9０-９ -]{5}|手机|电话|身份|联系|@"


@cache
def headings() -> dict[str, list[str]]:
    """Field of a register -> headings it is known by."""
    found: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
    return found


def read(db: duckdb.DuckDBPyConnection, path: Path, mapping: Mapping | None, *, into: Path, exceptions: frozenset[str]) -> int:
    """Make ``given`` and ``findings``; returns the number of data rows. Raises ``Unusable``."""
    if mapping:
        mapping.check(headings())
    laid = _laid(path, mapping, into, direct=True)
    try:
        _take(db, laid, mapping)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        # DuckDB stumbled over a line that its own reader will not take: read with care, as an examined file is.
        if not any(sheet.direct for sheet, _ in laid):
            raise
        _take(db, _laid(path, mapping, into / "again", direct=False), mapping)
    _clean(db, exceptions)
    ((rows,),) = db.execute("SELECT count(*) FROM raw").fetchall()
    return int(rows)


def _laid(path: Path, mapping: Mapping | None, into: Path, *, direct: bool) -> list[tuple[Sheet, Header]]:
    """The sheets that hold a register, each with its header. Raises ``Unusable``."""
    into.mkdir(parents=True, exist_ok=True)
    sheets = open_table(path, name=path.name, into=into, direct=direct).sheets
    laid = [(sheet, header) for sheet in sheets if (header := _header(sheet, mapping))]
    if not laid:
        raise Unusable(
            "REGISTER_HEADER",
            Text(
                "未找到表头。名录至少要有“名称”一栏和一栏代码（统一社会信用代码、组织机构代码、纳税人识别号等），或用 --mapping 指明各栏。",
                "No header found. A register needs a column with the name and one with a code, or a --mapping that says which they are.",
            ),
        )
    return laid


def _take(db: duckdb.DuckDBPyConnection, laid: list[tuple[Sheet, Header]], mapping: Mapping | None) -> None:
    """The table ``raw``, new each time: every line of every sheet under the fields of a register."""
    db.execute("CREATE OR REPLACE TABLE raw (line BIGINT, " + ", ".join(f"{field} VARCHAR" for field in headings()) + ")")
    for sheet, header in laid:
        db.execute(f"INSERT INTO raw BY NAME {_relation(sheet, header, mapping)}")


def _fields(header: Header, mapping: Mapping | None) -> dict[str, int]:
    """Field -> column; the first of two columns for one field."""
    known = {heading_key(name): field for field, met in headings().items() for name in met}
    if mapping:
        known |= {heading_key(name): field for name, field in mapping.columns.items()}
    found: dict[str, int] = {}
    for column, name in enumerate(header.names):
        field = known.get(heading_key(name), "")
        if field:
            found.setdefault(field, column)
    return found


def _header(sheet: Sheet, mapping: Mapping | None) -> Header | None:
    known = frozenset(heading_key(name) for met in headings().values() for name in met) | frozenset(
        heading_key(name) for name in (mapping.columns if mapping else ())
    )
    header = find_header(sheet, known)
    if header is None:
        return None
    fields = {*_fields(header, mapping), *(mapping.constants if mapping else ())}
    return header if "name" in fields and fields & set(CODES) else None


def _relation(sheet: Sheet, header: Header, mapping: Mapping | None) -> str:
    columns = [f"nullif(trim(c{column}), '') AS {field}" for field, column in _fields(header, mapping).items()]
    columns += [f"{literal(value)} AS {field}" for field, value in (mapping.constants if mapping else {}).items()]
    first = header.lines[-1] + 1
    if sheet.direct:
        types = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(sheet.width))
        quote = literal(sheet.direct.quote)
        source = (
            f"(SELECT row_number() OVER () + {first - 1} AS line, * FROM read_csv({literal(str(sheet.direct.path))}, header = false,"
            f" auto_detect = false, skip = {header.lines[-1]}, delim = {literal(sheet.direct.delimiter)}, quote = {quote},"
            f" escape = {quote}, strict_mode = true, columns = {{{types}}}))"
        )
    else:
        until = f" AND line < {header.notes_from}" if header.notes_from else ""
        source = f"(SELECT * FROM read_parquet({literal(str(sheet.parquet))}) WHERE line >= {first}{until})"
    return f"SELECT line, {', '.join(columns)} FROM {source}"


def _clean(db: duckdb.DuckDBPyConnection, exceptions: frozenset[str]) -> None:
    _judge_codes(db, exceptions)
    # Most names need no Python; the rest is judged value by value.
    _register(db, "odd_names", f"SELECT DISTINCT name FROM raw WHERE NOT regexp_full_match(name, '[{names.tidy()}]+')", names.normal)
    _register(db, "days", "SELECT DISTINCT since FROM raw", _day)
    for column in ("changed_on", "closed_on"):
        _register(db, f"days_{column}", f"SELECT DISTINCT {column} FROM raw", reading.day)
    _register(db, "corrections", "SELECT DISTINCT correct FROM raw", reading.correct)
    _register(
        db, "odd_addresses", f"SELECT DISTINCT address FROM raw WHERE regexp_matches(address, {literal(_ODD_ADDRESS)})", reading.address
    )
    for column in TIES:
        _register(db, f"ties_{column}", f"SELECT DISTINCT {column} FROM raw", partial(reading.ties, column, exceptions))
    _register(db, "former_names", "SELECT DISTINCT former FROM raw", _former)
    words = statuses.words()
    db.register("status_words", pa.table({"raw": list(words), "value": list(words.values())}))
    codes = ", ".join(
        f"coalesce({', '.join(f'''CASE j_{column}.kind WHEN '{kind}' THEN j_{column}.value END''' for column in CODES)}) AS {kind}"
        for kind in KINDS
    )
    joins = " ".join(f"LEFT JOIN judged j_{column} ON j_{column}.column = '{column}' AND j_{column}.raw = r.{column}" for column in CODES)
    db.execute(f"""
        CREATE TABLE cleaned AS
        SELECT line, name, coalesce(odd.value, translate(upper(name), '（）', '()')) AS normal_name, {codes}, former_names.value AS former,
            CASE WHEN regexp_full_match(district, '[0-9]{{6}}') THEN district END AS district, words.value AS status,
            since.value::DATE AS since, changed.value::DATE AS changed_on, closed.value::DATE AS closed_on,
            CASE WHEN odd_address.raw IS NULL THEN r.address ELSE odd_address.value END AS address,
            coalesce(corrections.value = '1', false) AS correct,
            nullif(concat_ws(';', {", ".join(f"t_{column}.value" for column in TIES)}), '') AS ties
        FROM raw r {joins} {" ".join(f"LEFT JOIN ties_{column} t_{column} ON t_{column}.raw = r.{column}" for column in TIES)}
        LEFT JOIN former_names ON former_names.raw = r.former
        LEFT JOIN odd_names odd ON odd.raw = r.name
        LEFT JOIN status_words words ON words.raw = replace(r.status, ' ', '')
        LEFT JOIN days since ON since.raw = r.since
        LEFT JOIN days_changed_on changed ON changed.raw = r.changed_on
        LEFT JOIN days_closed_on closed ON closed.raw = r.closed_on
        LEFT JOIN corrections ON corrections.raw = r.correct
        LEFT JOIN odd_addresses odd_address ON odd_address.raw = r.address
    """)


def _judge_codes(db: duckdb.DuckDBPyConnection, exceptions: frozenset[str]) -> None:
    db.execute('CREATE TABLE judged ("column" VARCHAR, raw VARCHAR, kind VARCHAR, value VARCHAR, fault VARCHAR, shown VARCHAR)')
    for column in CODES:
        raw = db.sql(f"SELECT DISTINCT {column} FROM raw WHERE {column} IS NOT NULL").to_arrow_table().column(0).combine_chunks()
        if len(raw):
            db.register("these", judging_codes.judge(raw.cast(pa.string()), column, exceptions))
            db.execute(f"INSERT INTO judged SELECT '{column}', * FROM these")
            db.unregister("these")


def _register(db: duckdb.DuckDBPyConnection, table: str, select: str, read_one: object) -> None:
    raw = [value for (value,) in db.execute(select).fetchall() if value is not None]
    db.register(table, pa.table({"raw": pa.array(raw, pa.string()), "value": pa.array([read_one(value) for value in raw], pa.string())}))  # type: ignore[operator]


def _former(raw: str) -> str:
    """``name|from|until;…`` with the normal name and ISO days: ``name|normal|from|until;…``. A piece without an end is left out."""
    pieces = ([*piece.split("|"), "", ""][:3] for piece in raw.split(";"))
    said = [(name.strip(), names.normal(name), _day(since) or "", _day(until) or "") for name, since, until in pieces]
    return ";".join("|".join(piece) for piece in said if piece[1] and piece[3])


def _day(raw: str) -> str | None:
    day: date | None = dates.read(raw)
    return day.isoformat() if day else None
