"""A DuckDB connection for one examination: bounded memory, spilling beside the work, and rows in the file's order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from goodstanding.pipeline import functions
from goodstanding.pipeline.sql import literal

MEMORY = "180MB"
"""For tables and sorting; reading buffers and Python come on top."""


@contextmanager
def connect(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables live in memory and spill into ``work``."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(work / "spill"),
            "disabled_optimizers": "in_clause",
            "enable_external_access": "true",
        },
    )
    try:
        functions.register(connection)
        yield connection
    finally:
        with suppress(duckdb.Error):  # a reader left open by an error upstream: closing ends it all the same
            functions.remove(connection)
        connection.close()


def path(place: Path) -> str:
    """A path as SQL."""
    return literal(str(place))
