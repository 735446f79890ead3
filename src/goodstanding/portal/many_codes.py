"""Many codes pasted at once: judged, and held against the register. Nothing of them is kept."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa

from goodstanding.organisations.converting_many import convert_table
from goodstanding.pipeline.codes.judging import SCHEMA, TEXTS, Judge
from goodstanding.pipeline.codes.writing import WRITERS

MOST = 1_000
LONGEST = 200
"""Characters of a line; no code is longer."""


def verdicts(lines: list[str], *, on: date | None = None) -> pa.Table:
    """A line of the answer for each line; empty ones count, so that numbers agree with what was pasted."""
    codes = pa.array([line[:LONGEST] for line in lines], pa.string())
    judged = Judge().judge(codes)
    numbers, sheets = pa.array(range(1, len(lines) + 1), pa.int64()), pa.array([""] * len(lines), pa.string())
    return convert_table(pa.table([numbers, sheets, *(judged[name] for name in TEXTS)], schema=SCHEMA), on=on)


def as_file(table: pa.Table, form: str) -> bytes:
    """The answer as ``csv`` or ``xlsx``, without the column of sheets."""
    table = table.drop_columns(["sheet"])
    with tempfile.TemporaryDirectory(prefix="codes-") as folder:
        path = Path(folder) / f"verdicts.{form}"
        with WRITERS[f".{form}"](path, table.schema) as writer:
            writer.write(table)
        return path.read_bytes()
