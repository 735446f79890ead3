"""The findings of an examined submission, read by page and counted by rule, straight from its Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from goodstanding.pipeline.examined import Finding

_FILES = "findings*.parquet"
"""Checks of the file write ``findings.parquet``; the register adds its own beside it."""
_LEVELS = "CASE level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END"
_ORDER = "row NULLS FIRST, sheet, line, field, rule"
TOLD_ONCE = frozenset({"COLUMN_DROPPED"})
"""What is told of several columns in one line."""
_COLUMNS = ", ".join(Finding._fields)


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule spoke, on how many rows, and its first finding as the example."""

    rule: str
    level: str
    findings: int
    rows: int
    example: Finding


def read(
    folder: Path, *, rule: str | None = None, level: str | None = None, field: str | None = None, offset: int = 0, limit: int = 100
) -> list[Finding]:
    """One page of the findings that fit, in the order of the file."""
    where, values = _where(rule, level, field)
    query = f"SELECT {_COLUMNS} FROM read_parquet($files) {where} ORDER BY {_ORDER} LIMIT $limit OFFSET $offset"
    with connect() as connection:
        rows = connection.execute(query, values | {"files": files(folder), "limit": limit, "offset": offset}).fetchall()
    return [Finding(*row) for row in rows]


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Columns of one sheet that one rule leaves out, told once with all their names; every other finding as it is.

    The template's own columns for personal data are in every file, and four lines about them say no more than one.
    """
    told: list[Finding] = []
    for finding in findings:
        last = told[-1] if told else None
        if last and finding.rule in TOLD_ONCE and (last.rule, last.sheet, last.line) == (finding.rule, finding.sheet, finding.line):
            told[-1] = last._replace(header=_joined(last.header, finding.header), value=_joined(last.value, finding.value))
        else:
            told.append(finding)
    return told


def _joined(one: str | None, other: str | None) -> str:
    return " / ".join(part for part in (one, other) if part)


def total(folder: Path, *, rule: str | None = None, level: str | None = None, field: str | None = None) -> int:
    """How many findings fit."""
    where, values = _where(rule, level, field)
    with connect() as connection:
        found = connection.execute(f"SELECT count(*) FROM read_parquet($files) {where}", values | {"files": files(folder)}).fetchall()
    return int(found[0][0])


def counts(folder: Path) -> list[Count]:
    """Every rule that spoke, the most frequent first."""
    query = f"""
        SELECT rule, level, count(*) AS findings, count(DISTINCT row) AS rows,
               arg_min({{{", ".join(f"'{name}': {name}" for name in _COLUMNS.split(", "))}}}, coalesce(row, -1)) AS example
        FROM read_parquet($files) GROUP BY rule, level ORDER BY findings DESC, {_LEVELS}, rule"""
    with connect() as connection:
        rows = connection.execute(query, {"files": files(folder)}).fetchall()
    return [Count(rule, level, findings, rows_hit, Finding(**example)) for rule, level, findings, rows_hit, example in rows]


def every(folder: Path, *, sheet: str | None = None) -> Iterator[Finding]:
    """All findings, or those with a line on one sheet by line, a batch at a time; memory does not depend on their number."""
    only = f"WHERE sheet = $sheet AND line IS NOT NULL ORDER BY line, {_LEVELS}, field" if sheet is not None else f"ORDER BY {_ORDER}"
    values: dict[str, Any] = {"files": files(folder)} | ({"sheet": sheet} if sheet is not None else {})
    with connect() as connection:
        connection.execute(f"SELECT {_COLUMNS} FROM read_parquet($files) {only}", values)
        while rows := connection.fetchmany(5_000):
            yield from (Finding(*row) for row in rows)


def connect() -> duckdb.DuckDBPyConnection:
    """A connection of its own with bounded memory; what does not fit is sorted on disk."""
    return duckdb.connect(config={"memory_limit": "512MB", "threads": 2})


def files(folder: Path) -> list[str]:
    """The Parquet files with findings."""
    return sorted(map(str, folder.glob(_FILES)))


def _where(rule: str | None, level: str | None, field: str | None) -> tuple[str, dict[str, Any]]:
    """Names of columns are ours, values are always parameters."""
    values = {name: value for name, value in (("rule", rule), ("level", level), ("field", field)) if value is not None}
    return ("WHERE " + " AND ".join(f"{name} = ${name}" for name in values) if values else ""), values
