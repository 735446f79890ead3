"""The functions DuckDB borrows from here."""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from duckdb.func import ARROW, SPECIAL

from goodstanding.pipeline import kernels

_KNOWN: dict[int, dict[int, npt.NDArray[np.uint64]]] = {}
"""Connection -> column -> hashes of the texts its dictionary holds, sorted."""


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection ``surely_right(type, code)`` and ``known_text(column, hash)``.

    They are taken back by :func:`remove`, or the process complains at its end.
    """
    known = _KNOWN[id(connection)] = {}

    def known_text(column: pa.ChunkedArray, hashes: pa.ChunkedArray) -> pa.Array:
        sought = _one(hashes).to_numpy(zero_copy_only=False)
        texts = known[column[0].as_py()]
        places = np.searchsorted(texts, sought)
        return pa.array(texts.take(places, mode="clip") == sought)

    connection.create_function("surely_right", _surely_right, ["VARCHAR", "VARCHAR"], "BOOLEAN", type=ARROW, null_handling=SPECIAL)
    connection.create_function("known_text", known_text, ["INTEGER", "UBIGINT"], "BOOLEAN", type=ARROW)


def remove(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo :func:`register`."""
    _KNOWN.pop(id(connection), None)
    connection.remove_function("surely_right")
    connection.remove_function("known_text")


def remember(connection: duckdb.DuckDBPyConnection, column: int, hashes: str) -> None:
    """Make the dictionary of a column. ``hashes``: SELECT of what is in it."""
    found = connection.execute(hashes).fetchnumpy()["known"]
    _KNOWN[id(connection)][column] = np.sort(np.append(found.astype(np.uint64), np.uint64(2**64 - 1)))


def _surely_right(what: pa.ChunkedArray, codes: pa.ChunkedArray) -> pa.Array:
    return pa.array(kernels.right(_one(codes), what[0].as_py()))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
