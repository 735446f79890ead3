"""Side by side: what is published, what the source's file said, what the organisation says. The difference tells whose fault it is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import orjson
from django.conf import settings

from goodstanding.intake import folders
from goodstanding.intake.models import Submission
from goodstanding.objections.models import Item
from goodstanding.organisations import sealing
from goodstanding.records.models import Record, Revision
from goodstanding.records.standing import statements
from goodstanding.rules.catalogue import Field
from goodstanding.rules.loading import load
from goodstanding.rules.texts import Text
from goodstanding.ui.values import spoken


@dataclass(frozen=True, slots=True)
class Line:
    """One field. ``file``: as it stood in the source's file; ``wanted`` None: not disputed."""

    code: str
    title: Text
    published: str
    spoken: Text | str
    file: str
    wanted: str | None
    differs: bool
    correctable: bool

    @property
    def disputed(self) -> bool:
        return self.wanted is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``found``: the source's file is still there to be compared with; ``reference`` and ``line``: which, and where in it."""

    item: Item
    lines: tuple[Line, ...]
    found: bool
    reference: str = ""
    line: int | None = None

    @property
    def differs(self) -> bool:
        """What is published is not what the source handed in: the platform's own fault."""
        return any(one.differs for one in self.lines)


@dataclass(frozen=True, slots=True)
class _Row:
    cleaned: dict[str, str]
    cells: dict[str, str]
    line: int


def published(record: Record) -> dict[str, str]:
    """Field -> value of the latest revision, official ones too: for those who handle the case."""
    latest = Revision.objects.get(record=record, number=record.revision)
    return {code: str(value) for code, value in (latest.data | sealing.unseal(latest.sealed)).items() if value is not None}


def compare(item: Item) -> Comparison:
    """Every field that either side says something about, disputed ones first."""
    assert item.record is not None  # noqa: S101 - a decision that is missing has nothing to compare
    kind = load(settings.CITY_CATALOGUE).kinds[item.record.kind]
    now, row, reference = published(item.record), None, ""
    said = statements(item.record.pk)
    if said and said[-1].submission is not None and said[-1].row is not None:
        row, reference = _of_file(said[-1]), _reference(said[-1])
    lines = [_line(field, now, row, item.fields) for field in kind.fields.values() if _wanted(field, now, row, item)]
    return Comparison(item, tuple(sorted(lines, key=lambda one: not one.disputed)), row is not None, reference, row.line if row else None)


def _wanted(field: Field, now: dict[str, str], row: _Row | None, item: Item) -> bool:
    if field.privacy not in {"public", "official"}:
        return False
    return bool(now.get(field.code) or field.code in item.fields or (row and row.cells.get(field.code)))


def _line(field: Field, now: dict[str, str], row: _Row | None, disputed: dict[str, str]) -> Line:
    value = now.get(field.code, "")
    cleaned, cell = (row.cleaned.get(field.code, ""), row.cells.get(field.code, "")) if row else ("", "")
    # Dates and amounts are written in many ways; of what is plain text, the words themselves count.
    as_text = field.type == "text" and bool(cell) and _plain(cell) != _plain(value)
    return Line(
        field.code, field.title, value, spoken(field, value, load(settings.CITY_CATALOGUE)), cell or cleaned, disputed.get(field.code),
        row is not None and (cleaned != value or as_text), field.role not in _FIXED and field.privacy == "public",
    )  # fmt: skip


_FIXED = frozenset({
    "party.name", "party.uscc", "party.class", "party.orgcode", "party.regno", "party.taxno", "party.institution", "party.social",
    "decision.number", "organ.code", "organ.name",
})  # fmt: skip
"""Whose and which decision it is, is no correction (records.correcting)."""


def _plain(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split())


def _reference(said: Revision) -> str:
    found = Submission.everything.filter(pk=said.submission).first() if said.submission else None
    return found.reference if found else ""


def _of_file(said: Revision) -> _Row | None:
    """The row as it came, where the examination is still kept."""
    assert said.submission is not None  # noqa: S101 - asked by compare
    assert said.row is not None  # noqa: S101
    folder = folders.examined(said.submission)
    if not (folder / "rows.parquet").exists():
        return None
    with duckdb.connect() as db:
        found = db.execute("SELECT * FROM read_parquet(?) WHERE row = ?", [str(folder / "rows.parquet"), said.row])
        names, row = [one[0] for one in found.description or ()], found.fetchone()
        if row is None:
            return None
        cleaned = {name: str(value) for name, value in zip(names, row, strict=True) if value is not None}
        return _Row(cleaned, _cells(db, folder, cleaned), int(cleaned["line"]))


def _cells(db: duckdb.DuckDBPyConnection, folder: Path, row: dict[str, str]) -> dict[str, str]:
    """Field -> the cell under its heading, as the report shows it: minus personal data."""
    if not (folder / "cells.parquet").exists() or not (folder / "headers.json").exists():
        return {}
    sheets: list[dict[str, Any]] = orjson.loads((folder / "headers.json").read_bytes())["sheets"]
    columns: list[dict[str, Any]] = next((sheet["columns"] for sheet in sheets if sheet["sheet"] == row.get("sheet", "")), [])
    asked = "SELECT cells FROM read_parquet(?) WHERE sheet = ? AND line = ?"
    found = db.execute(asked, [str(folder / "cells.parquet"), row.get("sheet", ""), int(row["line"])]).fetchone()
    cells = found[0] if found else []
    return {one["field"]: cells[n] or "" for n, one in enumerate(columns) if one.get("field") and n < len(cells)}
