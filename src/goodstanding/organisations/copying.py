"""Between DuckDB and PostgreSQL: COPY, as fast as the database takes it, without a file and without a loop over rows."""

from __future__ import annotations

import io

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
from django.db.backends.utils import CursorWrapper

# A control character as the quote: cleaned text has none, so JSON's own quotation marks need no doubling on either side.
_QUOTE = "chr(1)"
_FORMAT = "(FORMAT csv, QUOTE E'\\x01', ESCAPE E'\\x01')"


def copy_in(db: duckdb.DuckDBPyConnection, select: str, cursor: CursorWrapper, target: str) -> None:
    """COPY a DuckDB query's rows into the columns of the same names of a PostgreSQL table.

    ``select`` and ``target`` are our own words, never input. The lines are made by DuckDB; what is sent is its memory as it lies.
    """
    asked = db.sql(select)
    cells = ", ',', ".join(_cell(name, str(kind)) for name, kind in zip(asked.columns, asked.types, strict=True))
    lines = db.sql(f"SELECT concat({cells}, chr(10)) AS line FROM ({select})").to_arrow_table().column("line")
    with cursor.copy(f"COPY {target} ({', '.join(asked.columns)}) FROM STDIN {_FORMAT}") as copy:
        for piece in lines.chunks:
            copy.write(_bytes_of(piece))


def copy_out(cursor: CursorWrapper, select: str, schema: pa.Schema) -> pa.Table:
    """A PostgreSQL query's rows as an Arrow table with these columns."""
    text = io.BytesIO()
    with cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT csv)") as copy:
        for block in copy:
            text.write(block)
    if not text.tell():
        return schema.empty_table()
    text.seek(0)
    return pyarrow.csv.read_csv(
        text,
        read_options=pyarrow.csv.ReadOptions(column_names=schema.names),
        convert_options=pyarrow.csv.ConvertOptions(column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False),
    )


def _cell(name: str, kind: str) -> str:
    """NULL becomes nothing at all, a text is quoted: the empty text is not NULL."""
    return f"{_QUOTE} || replace({name}, {_QUOTE}, '') || {_QUOTE}" if kind == "VARCHAR" else f"{name}::VARCHAR"


def _bytes_of(lines: pa.Array) -> memoryview:
    """The texts of an Arrow array, one after the other, not copied."""
    wide = np.int64 if pa.types.is_large_string(lines.type) else np.int32
    _, offsets, data = lines.buffers()
    bounds = np.frombuffer(offsets, dtype=wide)
    return memoryview(data)[int(bounds[lines.offset]) : int(bounds[lines.offset + len(lines)])]
