"""The functions DuckDB borrows from here."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from goodstanding.pipeline import kernels


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection ``surely_right(type, code)``; taken back by :func:`remove`, or the process complains at its end."""
    connection.create_function(
        "surely_right", _surely_right, ["VARCHAR", "VARCHAR"], "BOOLEAN", type="arrow", null_handling="special"  # type: ignore[arg-type, list-item]
    )


def remove(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo :func:`register`."""
    connection.remove_function("surely_right")


def _surely_right(what: pa.ChunkedArray, codes: pa.ChunkedArray) -> pa.Array:
    column = codes.combine_chunks() if codes.num_chunks != 1 else codes.chunk(0)
    return pa.array(kernels.right(column, what[0].as_py()))
