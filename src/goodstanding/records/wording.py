"""Rows that are in memory, and their words made ready for the database as every row's are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.conf import settings

from goodstanding.organisations import sealing
from goodstanding.organisations.models import PendingRow
from goodstanding.records import preparing, publishing
from goodstanding.records.models import Echo, Revision
from goodstanding.records.preparing import Rows
from goodstanding.rules.loading import load


@dataclass(frozen=True, slots=True)
class Said:
    """One row's words, and whose row it is."""

    submission: UUID
    row: int
    attempt: int
    department_id: int
    normal_name: str
    data: dict[str, Any]
    sealed: bytes | memoryview | None
    at: datetime | None = None

    @classmethod
    def by_pending(cls, row: PendingRow) -> Said:
        """What a waiting row says."""
        return cls(row.submission, row.row, row.attempt, row.department_id, row.normal_name, row.fields, row.sealed)

    @classmethod
    def by_echo(cls, echo: Echo) -> Said:
        """What a row said that had nothing to add then."""
        return cls(echo.submission, echo.row, echo.attempt, echo.department_id, echo.normal_name, echo.data, echo.sealed, echo.said_at)

    @classmethod
    def by_revision(cls, said: Revision, *, department_id: int, normal_name: str) -> Said:
        """What a row said, once more: the next attempt of that row."""
        assert said.submission is not None  # noqa: S101 - a statement has one: taking_back.standing
        assert said.row is not None  # noqa: S101
        return cls(said.submission, said.row, said.attempt + 1, department_id, normal_name, said.data, said.sealed, said.entered_at)


@dataclass(slots=True)
class Source:
    """As much of a submission as writing asks for."""

    id: UUID
    kind: str
    department_id: int


@contextmanager
def prepared(kind: str, organisation_id: int, said: Sequence[Said], *, on: date) -> Iterator[Rows]:
    """The rows as the table ``settled`` (see :mod:`preparing`)."""
    catalogue = load(settings.CITY_CATALOGUE)
    publishing.install(catalogue)
    table = pa.Table.from_pylist(
        [
            {
                "row": one.row, "attempt": one.attempt, "normal_name": one.normal_name, "organisation_id": organisation_id,
                **{code: str(value) for code, value in (one.data | sealing.unseal(one.sealed)).items() if value is not None},
            }
            for one in said
        ],
        schema=_schema(said),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as through:
        rows = preparing.given_rows(table, catalogue.kinds[kind], through=Path(through))
        first, last = min(one.row for one in said), max(one.row for one in said) + 1
        preparing.prepare(rows, "settled", first=first, last=last, catalogue=catalogue, entered_on=on)
        try:
            yield rows
        finally:
            rows.db.close()


def _schema(said: Sequence[Said]) -> pa.Schema:
    """Every field any of them has: one row's fields are not another's."""
    codes = dict.fromkeys(code for one in said for code in one.data | sealing.unseal(one.sealed))
    numbers = [("row", pa.int64()), ("attempt", pa.int16()), ("organisation_id", pa.int64())]
    return pa.schema([*numbers, ("normal_name", pa.string()), *((code, pa.string()) for code in codes)])
