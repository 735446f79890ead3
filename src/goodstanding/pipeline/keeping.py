"""The files of an examined submission: findings, headers, and where they are wanted the cleaned rows and the cells.

Rows are written in stretches, in the file's order, so that memory stays bounded. Nothing of a natural person's row is written, and of
no cell what was found personal in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from goodstanding.pipeline.gathering import Gathering
from goodstanding.pipeline.layout import Layout
from goodstanding.pipeline.planning import Plan
from goodstanding.pipeline.sieving import day
from goodstanding.pipeline.sql import literal
from goodstanding.pipeline.sweeping import Sweep
from goodstanding.rules import names, persons
from goodstanding.rules.catalogue import Field, Kind

STRETCH = 12_500
"""Rows written in one go; both files are written at once."""
CELLS = pa.schema([("sheet", pa.string()), ("line", pa.int64()), ("cells", pa.list_(pa.string()))])


def write_headers(plan: Plan, to: Path) -> None:
    """``headers.json``: for each sheet the header's lines, the names, and what every column became."""
    sheets = [
        {
            "sheet": layout.sheet.name,
            "kind": layout.kind.code,
            "generation": layout.generation.name,
            "mapping": layout.mapping.name if layout.mapping else None,
            "lines": list(layout.header.lines),
            "names": [masked(name) for name in layout.names],
            "columns": [{"header": masked(name), "field": code} for name, code in zip(layout.names, layout.template.columns, strict=False)],
        }
        for layout in plan.layouts
    ]
    to.write_bytes(orjson.dumps({"file": plan.name, "format": plan.tables.format, "sheets": sheets}, option=orjson.OPT_INDENT_2))


def masked(text: str) -> str:
    """The text without personal data."""
    return persons.mask(text)[0]


def write_rows(sweeps: Sequence[Sweep], gathering: Gathering, to: Path, tell: Callable[[float], None]) -> None:
    """``rows.parquet``: every row that is not a natural person's, cleaned, with its verdict."""
    kind = sweeps[0].looker.layout.kind
    texts = [f.code for f in kind.fields.values() if f.privacy != "drop"] + ["normal_name", "verdict"]
    schema = pa.schema([("row", pa.int64()), ("sheet", pa.string()), ("line", pa.int64()), *((name, pa.string()) for name in texts)])
    gathering.connection.execute(
        f"CREATE TABLE faulty AS SELECT DISTINCT row FROM findings WHERE row IS NOT NULL AND {gathering.is_error()}"
    )
    with pq.ParquetWriter(to, schema, compression="zstd") as writer:
        for sweep in sweeps:
            for done, table in _stretches(sweep, _row_select(sweep), "stored"):
                writer.write_table(_named(table, kind).select(schema.names).cast(schema))
                tell(done)


def write_cells(sweeps: Sequence[Sweep], to: Path) -> None:
    """``cells.parquet``: the sheets as they were handed in, titles and header included, without personal data."""
    with pq.ParquetWriter(to, CELLS, compression="zstd") as writer:
        for sweep in sweeps:
            layout = sweep.looker.layout
            writer.write_table(_above(layout))
            select = f"{literal(layout.sheet.name)} AS sheet, line, cells"
            for _, table in _stretches(sweep, select, "shown"):
                writer.write_table(table.select(CELLS.names).cast(CELLS))
            writer.write_table(_below(layout))


def _stretches(sweep: Sweep, select: str, cells: str) -> Iterator[tuple[float, pa.Table]]:
    """``select`` is over place in the sheet, line, whether the row was looked at, and its cells, or what ``cells`` holds instead."""
    connection = sweep.connection.cursor()  # for the thread that asks
    count = int(connection.execute(f"SELECT count(*) FROM {sweep.table}").fetchall()[0][0])
    for start in range(0, count, STRETCH):
        end = start + STRETCH
        # Cells are chosen once: coalesce beside each field would copy all of them for each.
        found = connection.sql(
            f"SELECT {select} FROM (SELECT s.rowid AS place, {sweep.line} AS line, l.row IS NOT NULL AS looked, "
            f"coalesce(l.{cells}, s.cells) AS cells FROM {sweep.table} s "
            f"LEFT JOIN (FROM {sweep.table}_looked WHERE row >= {start} AND row < {end}) l ON l.row = s.rowid "
            f"WHERE s.rowid >= {start} AND s.rowid < {end} AND coalesce(l.left_out, '') = '') ORDER BY place"
        )
        yield min(1.0, end / count), found.to_arrow_table()


def _row_select(sweep: Sweep) -> str:
    layout = sweep.looker.layout
    fields = [f"{_value(layout, one)} AS {one.code}" for one in layout.fields]
    verdict = f"CASE WHEN place + {sweep.first_row} IN (SELECT row FROM faulty) THEN 'faulty' ELSE 'good' END AS verdict"
    place = f"place + {sweep.first_row} AS row, {literal(layout.sheet.name)} AS sheet, line"
    return ", ".join([place, *fields, verdict])


def _value(layout: Layout, one: Field) -> str:
    """A field's stored value. Cells that were looked at are clean already; dates and amounts of the others are written anew."""
    sources = layout.sources.get(one.code, ())
    if not sources:
        constant = layout.constant(one.code)
        return literal(constant) if constant else "NULL::VARCHAR"
    parts = [f"cells[{column + 1}]" for column in sources]
    if len(parts) > 1:
        return f"nullif(concat_ws(';', {', '.join(parts)}), '')"
    x, replaced = parts[0], layout.replaced(one.code)
    if one.type == "date":
        return f"coalesce(CAST({day(x)} AS VARCHAR), {x})"
    if one.type in ("money", "number"):
        plain = f"CAST(try_cast({x} AS DECIMAL(18, 6)) AS VARCHAR)"
        return f"coalesce(rtrim(rtrim({plain}, '0'), '.'), {x})"
    if replaced:
        cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in replaced.items())
        return f"CASE WHEN looked THEN {x} ELSE (CASE {x} {cases} ELSE {x} END) END"
    return x


def _named(table: pa.Table, kind: Kind) -> pa.Table:
    """With the party's name in its normal form."""
    given = table.column(kind.field("party.name")).to_pylist()
    normal = [names.normal(name) if name else None for name in given]
    return table.append_column("normal_name", pa.array(normal, pa.string()))


def _above(layout: Layout) -> pa.Table:
    return _cells(layout, [row for row in layout.sheet.head if row.line < layout.first_line])


def _below(layout: Layout) -> pa.Table:
    until = layout.header.notes_from
    return _cells(layout, [row for row in layout.sheet.tail if until is not None and row.line >= until])


def _cells(layout: Layout, rows: Sequence[tuple[int, tuple[str, ...]]]) -> pa.Table:
    table = [(layout.sheet.name, line, [masked(cell) or None for cell in cells]) for line, cells in rows]
    columns = list(zip(*table, strict=True)) or [(), (), ()]
    return pa.Table.from_arrays([pa.array(column, kind.type) for column, kind in zip(columns, CELLS, strict=True)], schema=CELLS)


def write(plan: Plan, sweeps: Sequence[Sweep], gathering: Gathering, to: Path, *, keep: bool, tell: Callable[[str, float], None]) -> None:
    """All files of the examination into the folder ``to``."""
    write_headers(plan, to / "headers.json")
    gathering.write(to / "findings.parquet")
    if keep and sweeps:
        with ThreadPoolExecutor(1) as beside:
            cells = beside.submit(write_cells, sweeps, to / "cells.parquet")
            write_rows(sweeps, gathering, to / "rows.parquet", lambda done: tell("writing", 0.7 + 0.3 * done))
            cells.result()
