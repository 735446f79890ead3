"""Findings of an examination on their way into ``findings.parquet``.

They wait in one narrow table: what is the same for thousands of them (sheet, field, heading, rule, level) is a number until the
file is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from goodstanding.pipeline.examined import Finding
from goodstanding.pipeline.sql import literal, literals


class About(NamedTuple):
    """What a finding is about, but for its place and value."""

    sheet: str
    field: str
    header: str
    rule: str
    level: str


class Gathering:
    """Findings of one examination, gathered in the connection's table ``findings``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._numbers: dict[About, int] = {}
        connection.execute(
            "CREATE TABLE findings (row BIGINT, line BIGINT, about SMALLINT, value VARCHAR, suggestion VARCHAR, detail VARCHAR)"
        )

    def number(self, about: About) -> int:
        """The number that stands for it."""
        return self._numbers.setdefault(about, len(self._numbers) + 1)

    def add(self, found: Iterable[Finding]) -> None:
        """Findings made one by one."""
        rows = [
            (f.row, f.line, self.number(About(f.sheet, f.field, f.header, f.rule, f.level)), f.value, f.suggestion, f.detail) for f in found
        ]
        if not rows:
            return
        types = (pa.int64(), pa.int64(), pa.int16(), pa.string(), pa.string(), pa.string())
        arrays = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True)]
        found_rows = pa.Table.from_arrays(arrays, names=["row", "line", "about", "value", "suggestion", "detail"])
        self.connection.register("found_rows", found_rows)
        self.connection.execute("INSERT INTO findings FROM found_rows")
        self.connection.unregister("found_rows")

    def add_from(self, about: About, select: str) -> None:
        """Findings of one sort, made in SQL: ``select`` gives row, line, value, suggestion, detail."""
        self.connection.execute(f"INSERT INTO findings SELECT row, line, {self.number(about)}, value, suggestion, detail FROM ({select})")

    def write(self, to: Path) -> None:
        """``findings.parquet``: those of the file as a whole first, then by row."""
        names = [
            f"([{literals(column)}])[about] AS {name}" for name, column in zip(About._fields, zip(*self._numbers, strict=True), strict=True)
        ]
        sheet, field, header, rule, level = names or ["'' AS sheet", "'' AS field", "'' AS header", "'' AS rule", "'' AS level"]
        self.connection.execute(
            f"COPY (SELECT row, {sheet}, line, {field}, {header}, {rule}, {level}, value, suggestion, detail FROM findings "
            f"ORDER BY row NULLS FIRST, about) TO {literal(str(to))} (FORMAT parquet, COMPRESSION zstd)"
        )

    def by_rule(self) -> dict[str, int]:
        """How many findings each rule has, the most common first."""
        return self._counted("rule")

    def by_level(self) -> dict[str, int]:
        """How many findings each level has."""
        return self._counted("level")

    def _counted(self, what: str) -> dict[str, int]:
        counts = self.connection.execute("SELECT about, count(*) FROM findings GROUP BY about").fetchall()
        found: dict[str, int] = {}
        abouts = list(self._numbers)
        for about, count in counts:
            key = getattr(abouts[about - 1], what)
            found[key] = found.get(key, 0) + count
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def faulty(self) -> int:
        """Rows with an error."""
        return int(self._scalar(f"SELECT count(DISTINCT row) FROM findings WHERE row IS NOT NULL AND {self.is_error()}"))

    def fatal(self) -> bool:
        """Whether the file as a whole has an error."""
        return bool(self._scalar(f"SELECT count(*) FROM findings WHERE row IS NULL AND {self.is_error()}"))

    def is_error(self) -> str:
        """SQL over the table ``findings``."""
        numbers = [str(number) for about, number in self._numbers.items() if about.level == "error"]
        return f"about IN ({', '.join(numbers)})" if numbers else "false"

    def _scalar(self, select: str) -> int:
        return int(self.connection.execute(select).fetchall()[0][0])
