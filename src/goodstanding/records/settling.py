"""A clerk decides on waiting rows, and what is decided enters at once, the same way as every row: in one transaction."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.organisations import deciding, opening, sealing
from goodstanding.organisations.models import Organisation, PendingRow
from goodstanding.records import preparing, publishing
from goodstanding.records.comparing import compare
from goodstanding.records.turns import my_turn
from goodstanding.records.writing import Batch, write
from goodstanding.rules.loading import load
from goodstanding.ui.texts import text


@dataclass(slots=True)
class _Source:
    id: UUID
    kind: str
    department_id: int


def open_organisation(pending: PendingRow, *, by: Standing, because: str = "") -> Organisation:
    """Open the organisation the row names; the row enters."""
    with transaction.atomic():
        organisation = opening.open_from_queue(pending, by=by, because=because)
        attach(pending, organisation, by=by, because=because or text("organisations.queue.opened").zh)
    return organisation


def attach(pending: PendingRow, organisation: Organisation, *, by: Standing, because: str) -> dict[str, int]:
    """The row is this organisation's; it enters. Returns the counts by status."""
    with transaction.atomic():
        deciding.settle(pending, organisation, by=by, because=because)
        return _enter(pending, organisation, by=by)


def give_back(pending: PendingRow, *, by: Standing, because: str) -> None:
    """The row goes back to its department."""
    deciding.give_back(pending, by=by, because=because)


def _enter(pending: PendingRow, organisation: Organisation, *, by: Standing) -> dict[str, int]:
    catalogue = load(settings.CITY_CATALOGUE)
    publishing.install(catalogue)
    said = {**pending.fields, **sealing.unseal(pending.sealed)}
    row = pa.Table.from_pylist([{"row": pending.row, "normal_name": pending.normal_name, "organisation_id": organisation.pk, **said}])
    source = _Source(pending.submission, pending.kind, pending.department_id)
    with tempfile.TemporaryDirectory() as through:
        rows = preparing.given_rows(row, catalogue.kinds[pending.kind], through=Path(through))
        preparing.prepare(rows, "settled", first=pending.row, last=pending.row + 1, catalogue=catalogue, entered_on=timezone.localdate())
        with my_turn() as cursor:
            answer = compare(cursor, rows.db, "settled", submission=pending.submission, settled=True)
            return write(cursor, Batch(rows.db, "settled", source), answer, by=by)
