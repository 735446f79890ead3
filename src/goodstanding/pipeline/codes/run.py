"""From file to file: read, judge, look up if somebody can, write. One batch in memory at a time."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.pipeline.codes.judging import SCHEMA, TEXTS, Judge
from goodstanding.pipeline.codes.locating import Column, locate
from goodstanding.pipeline.codes.writing import WRITERS
from goodstanding.pipeline.read import open_table
from goodstanding.pipeline.sql import literal

BATCH = 100_000
Lookup = Callable[[pa.Table], pa.Table]
"""Takes a table of :data:`judging.SCHEMA` and gives it back with ``uscc`` and ``how`` as the register has them."""
Progress = Callable[[float], None]


@dataclass(slots=True)
class Told:
    """What came of a file: lines by verdict, by kind and by fault, and how many have a suggestion."""

    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    suggested: int = 0
    found: int = 0

    def count(self, table: pa.Table) -> None:
        """Add a batch."""
        self.rows += len(table)
        for name, counter in (("verdict", self.verdicts), ("kind", self.kinds), ("faults", self.faults)):
            counted = pc.value_counts(table.column(name).combine_chunks())
            counter.update({one["values"].as_py(): one["counts"].as_py() for one in counted if one["values"].as_py()})
        self.suggested += pc.sum(pc.not_equal(table.column("suggestion"), "")).as_py() or 0
        self.found += pc.sum(pc.not_equal(table.column("uscc"), "")).as_py() or 0


def run(file: Path, out: Path | None, *, column: str = "", lookup: Lookup | None = None, progress: Progress = lambda _: None) -> Told:
    """Judge every code of ``file``; write ``out`` (.csv, .xlsx or .parquet) where it is given. Raises ``Unusable``."""
    with tempfile.TemporaryDirectory(prefix="goodstanding-", dir=out.parent if out else None) as folder:
        work = Path(folder)
        try:
            told, made = _pass(file, work / "direct", out, column, lookup, progress, direct=True)
        except duckdb.Error:  # not as plain as its head: read again with care, which says what is wrong and where
            told, made = _pass(file, work / "careful", out, column, lookup, progress, direct=False)
        if out and made:
            made.replace(out)
    return told


def _pass(
    file: Path, into: Path, out: Path | None, wanted: str, lookup: Lookup | None, progress: Progress, *, direct: bool
) -> tuple[Told, Path | None]:
    sheets = open_table(file, name=file.name, into=into, direct=direct).sheets
    columns = locate(sheets, wanted)
    told, judge = Told(), Judge()
    made = into / f"verdicts{out.suffix.lower()}" if out else None
    writer = WRITERS[made.suffix](made, SCHEMA) if made else None
    with duckdb.connect(":memory:", config={"memory_limit": "200MB", "temp_directory": str(into / "spill")}) as db:
        total = sum(_count(db, one) for one in columns) or 1
        try:
            for table in _tables(db, columns, judge):
                judged = lookup(table) if lookup else table
                told.count(judged)
                if writer:
                    writer.write(judged)
                progress(told.rows / total)
        finally:
            if writer:
                writer.close()
    return told, made


def _tables(db: duckdb.DuckDBPyConnection, columns: list[Column], judge: Judge) -> Iterator[pa.Table]:
    for one in columns:
        for batch in db.sql(_cells(one)).to_arrow_reader(BATCH):
            judged = judge.judge(batch.column("code"))
            sheet = pa.array([one.sheet.name] * len(batch), pa.string())
            yield pa.table([batch.column("line"), sheet, *(judged[name] for name in TEXTS)], schema=SCHEMA)


def _count(db: duckdb.DuckDBPyConnection, column: Column) -> int:
    ((rows,),) = db.sql(f"SELECT count(*) FROM ({_cells(column)})").fetchall()
    return int(rows)


def _cells(column: Column) -> str:
    """Line and code of every row below the heading; a row whose other cells are filled counts with an empty code."""
    sheet, cell = column.sheet, f"c{column.number}"
    if not sheet.direct:
        return f"SELECT line, trim({cell}) AS code FROM read_parquet({literal(str(sheet.parquet))}) WHERE line >= {column.first}"
    types = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(sheet.width))
    quote = literal(sheet.direct.quote)
    return (
        f"SELECT row_number() OVER () + {column.first - 1} AS line, trim({cell}) AS code FROM read_csv({literal(str(sheet.direct.path))},"
        f" header = false, auto_detect = false, skip = {column.first - 1}, delim = {literal(sheet.direct.delimiter)}, quote = {quote},"
        f" escape = {quote}, strict_mode = true, columns = {{{types}}})"
    )
