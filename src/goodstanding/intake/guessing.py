"""A file no template knows: its header is guessed, so that the steward can say what the columns are instead of being sent away."""

from __future__ import annotations

from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from goodstanding.intake import folders
from goodstanding.intake.confirming import COLUMNS
from goodstanding.pipeline.examined import Examined, Finding
from goodstanding.pipeline.keeping import masked
from goodstanding.pipeline.read import nameless, open_table
from goodstanding.pipeline.read.header import Header, guess_header
from goodstanding.rules.refusals import Unusable

TEXT, NUMBER = pa.string(), pa.int64()
FINDINGS = pa.schema([(name, NUMBER if name in {"row", "line"} else TEXT) for name in Finding._fields])


def examined(source: Path, name: str, *, into: Path, refused: Unusable) -> Examined:
    """Every guessed column as an unknown one, and not a row looked at. Raises ``refused`` where nothing looks like a header."""
    raw = folders.fresh(into / ".work")
    try:
        with nameless.claimed(raw):
            tables = open_table(source, name=name, into=raw)
        sheets = [(sheet.name, header) for sheet in tables.sheets if (header := guess_header(sheet)) is not None]
    finally:
        folders.remove(raw)
    if not sheets:
        raise refused
    found = [finding for sheet, header in sheets for finding in _unknown(sheet, header)]
    (into / "headers.json").write_bytes(orjson.dumps({"sheets": [_described(sheet, header) for sheet, header in sheets]}))
    pq.write_table(pa.Table.from_pylist([one._asdict() for one in found], FINDINGS), into / "findings.parquet")
    counts = {"rows": 0, "good": 0, "faulty": 0, "persons": 0}
    return Examined(
        kind="",
        generation="",
        fatal=True,
        findings_by_rule={COLUMNS: len(found)},
        levels={"error": len(found)},
        cleaned={},
        folder=into,
        **counts,
    )


def _unknown(sheet: str, header: Header) -> list[Finding]:
    return [
        Finding(None, sheet, header.lines[-1], "", masked(name), COLUMNS, "error", masked(name), None, None)
        for name in header.names
        if name
    ]


def _described(sheet: str, header: Header) -> dict[str, object]:
    names = [masked(name) for name in header.names]
    columns = [{"header": name, "field": None} for name in names]
    return {"sheet": sheet, "mapping": None, "lines": list(header.lines), "names": names, "columns": columns}
