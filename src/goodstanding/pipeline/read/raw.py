"""Rows of any format into one Parquet file per sheet, a batch at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from goodstanding.pipeline.read import nameless
from goodstanding.pipeline.read.refusing import refuse
from goodstanding.pipeline.read.tables import Limits, Merged, Row, Sheet

HEAD = 200
"""Rows looked at for the width and the header."""
TAIL = 50
"""Rows looked at for notes under the table."""
_BATCH_ROWS = 10_000
_BATCH_CHARS = 8 * 1024 * 1024


def write(
    rows: Iterable[Row], *, name: str, into: Path, limits: Limits, merged: tuple[Merged, ...] = (), width: int | None = None
) -> Sheet | None:
    """Write the rows that have a filled cell; the sheet, or ``None`` where there is none. Memory: one batch.

    Without a ``width`` the sheet is as wide as its first rows are.
    """
    filled = (row for row in rows if any(row.cells))
    head = tuple(islice(filled, HEAD))
    if not head:
        return None
    width = width or max(_used(row.cells) for row in head)
    if width > limits.columns:
        raise refuse("TOO_MANY_COLUMNS", columns=width, limit=limits.columns)
    tail: deque[Row] = deque(maxlen=TAIL)
    cells = [(f"c{n}", pa.string()) for n in range(width)]
    schema = pa.schema([("sheet", pa.string()), ("line", pa.int64()), ("surplus", pa.int64()), *cells])
    count = 0
    with pq.ParquetWriter(nameless.put(into), schema, compression="zstd") as writer:
        for batch in _batches(chain(head, filled)):
            writer.write_table(_table(batch, name, width, schema))
            tail.extend(batch)
            count += len(batch)
    return Sheet(name=name, width=width, head=head, parquet=into, rows=count, tail=tuple(tail), merged=merged)


def _used(cells: tuple[str, ...]) -> int:
    """How many columns the row reaches, empty ones at its end left out."""
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1]), 0)


def _batches(rows: Iterable[Row]) -> Iterable[list[Row]]:
    batch: list[Row] = []
    chars = 0
    for row in rows:
        batch.append(row)
        chars += sum(map(len, row.cells))
        if len(batch) >= _BATCH_ROWS or chars >= _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _table(batch: list[Row], name: str, width: int, schema: pa.Schema) -> pa.Table:
    columns = [[row.cells[n] or None if n < len(row.cells) else None for row in batch] for n in range(width)]
    surplus = [max(0, len(row.cells) - width) for row in batch]
    arrays = [pa.array([name] * len(batch), pa.string()), pa.array([row.line for row in batch], pa.int64()), pa.array(surplus, pa.int64())]
    return pa.Table.from_arrays(arrays + [pa.array(column, pa.string()) for column in columns], schema=schema)
