"""What the examination of a file comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Finding(NamedTuple):
    """One line of ``findings.parquet``; ``row`` is None for the file as a whole."""

    row: int | None
    sheet: str
    line: int | None
    field: str
    header: str
    rule: str
    level: str
    value: str | None
    suggestion: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Examined:
    """Counts of one examination; the rows and findings themselves lie in ``folder``.

    ``rows`` counts data rows seen, ``persons`` those of them that were about natural persons (refused, only counted), ``good``
    those that may enter, ``faulty`` those with an error: rows = good + faulty + persons. ``fatal`` says that the file as a whole
    has an error, so that nothing of it may be confirmed. ``cleaned`` counts cells by what was cleaned, ``levels`` findings by level.
    """

    kind: str
    generation: str
    rows: int
    good: int
    faulty: int
    persons: int
    fatal: bool
    findings_by_rule: dict[str, int]
    levels: dict[str, int]
    cleaned: dict[str, int]
    folder: Path | None


@dataclass(frozen=True, slots=True)
class ExaminedRows:
    """The answer to rows handed in directly: counts as for a file, the findings, and the rows that may enter, cleaned."""

    examined: Examined
    findings: list[Finding] = field(default_factory=list)
    rows: list[dict[str, str | None]] = field(default_factory=list)
