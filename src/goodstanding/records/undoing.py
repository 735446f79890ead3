"""Taking back what was put to a wrong organisation. The rows wait again; the records are as if the rows had never been there; and
everything that went out wrong in between is listed, so that each can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.db.models import Max
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict
from goodstanding.ledger.writing import write
from goodstanding.organisations import deciding, judging
from goodstanding.organisations.models import Merge, Organisation, PendingRow
from goodstanding.records import reaching
from goodstanding.records.models import Echo, Record, Revision, Undoing
from goodstanding.records.standing import statements
from goodstanding.records.taking_back import end, restore
from goodstanding.records.turns import my_turn
from goodstanding.rules import names
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text

CODES = ("party.uscc", "party.orgcode", "party.taxno", "party.regno", "party.institution", "party.social")
"""Whichever a row has first is its code: as records.writing says it."""


def undo(rows: Sequence[PendingRow], *, by: Standing, because: str, verdict: str = "withdrawn", merge: Merge | None = None) -> Undoing:
    """Rows that were attached to one organisation wait again, in one transaction with all that follows from it.

    ``verdict``: what is remembered about their names and codes and that organisation, "different" or "withdrawn" (nobody is sure any more).
    """
    require(by, "undo")
    reason = deciding.reason(because)
    with my_turn() as cursor:
        locked = list(PendingRow.objects.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk"))
        if not locked or any(row.state != "settled" for row in locked) or len({row.organisation_id for row in locked}) > 1:
            raise conflict()
        organisation = Organisation.objects.get(pk=locked[0].organisation_id or 0)
        return _undo(cursor, locked, organisation, by=by, because=reason, verdict=verdict, merge=merge)


def take_off(record: Record, *, by: Standing, because: str) -> Undoing:
    """The record is not this organisation's, although its rows matched: each of them waits, and is not put there again by itself."""
    require(by, "undo")
    reason = deciding.reason(because)
    with my_turn() as cursor:
        held = Record.everything.select_for_update().select_related("organisation").get(pk=record.pk)
        if held.taken_back:
            raise Conflict("ALREADY_TAKEN_BACK", text("records.refused.already_taken_back"))
        said = statements(held.pk)
        rows = {row.pk: row for one in said for row in [_row_of(held, one)]}
        for echo in Echo.objects.filter(record=held):
            rows |= {row.pk: row for row in PendingRow.objects.filter(submission=echo.submission, row=echo.row, state="settled")}
        Echo.objects.filter(record=held).delete()
        return _undo(cursor, list(rows.values()), held.organisation, by=by, because=reason, verdict="different", record=held)


def _undo(
    cursor: CursorWrapper, rows: list[PendingRow], organisation: Organisation, *, by: Standing, because: str, verdict: str,
    merge: Merge | None = None, record: Record | None = None,
) -> Undoing:  # fmt: skip
    touched = {} if record is None else {record.pk: statements(record.pk)}
    for row in rows:
        found = record_of(row)
        if found is not None and found not in touched:
            touched[found] = statements(found)
    wrongs = [wrong for found, said in touched.items() for wrong in _wrongs(found, said, rows, organisation)]
    for row in rows:
        Echo.objects.filter(submission=row.submission, row=row.row).delete()
        deciding.reopen(row, by=by, because=because, taken_off=record is not None)
    if merge is None:
        judging.take_back(rows, organisation, verdict, by=by, because=because)
    stays = [str(found) for found, said in touched.items() if restore(cursor, found, said, by=by, because=because)]
    if record is not None and not touched[record.pk]:
        end(record, by=by, because=because)
    what = "merge" if merge else "record" if record else "attachment"
    undoing = Undoing.objects.create(
        what=what, merge=merge, organisation=organisation, rows=[row.pk for row in rows], stays=stays, because=because, by=by.label,
        user_id=by.user_id,
    )  # fmt: skip
    places = reaching.keep(undoing, wrongs)
    write(Event.RECORD_TAKEN_BACK, undoing, by=by, because=because, data={"rows": undoing.rows, "places": places, "stays": stays})
    return undoing


def record_of(row: PendingRow) -> UUID | None:
    """The record the row spoke about, with or without something to add."""
    said = Revision.objects.filter(submission=row.submission, row=row.row, attempt=row.attempt).values_list("record_id", flat=True).first()
    echoed = Echo.objects.filter(submission=row.submission, row=row.row).values_list("record_id", flat=True).first()
    return said or echoed


def _wrongs(record_id: UUID, said: list[Revision], rows: list[PendingRow], named: Organisation) -> list[reaching.Wrong | None]:
    """When the record said what one of these rows said: from its revision until the next."""
    record = Record.everything.get(pk=record_id)
    theirs = {(row.submission, row.row, row.attempt) for row in rows}
    ends = [one.entered_at for one in said[1:]] + [timezone.now()]
    return [
        reaching.seen(record, named, one.entered_at, until)
        for one, until in zip(said, ends, strict=True)
        if (one.submission, one.row, one.attempt) in theirs
    ]


def _row_of(record: Record, said: Revision) -> PendingRow:
    """The row behind a statement: the one that waited, or a new one for a row that had matched exactly."""
    assert said.submission is not None  # noqa: S101 - a statement has one: standing.statements
    assert said.row is not None  # noqa: S101
    waited = PendingRow.objects.filter(submission=said.submission, row=said.row).first()
    if waited is not None:
        return waited
    kind = load(settings.CITY_CATALOGUE).kinds[record.kind]
    name = said.data.get(kind.field("party.name")) or ""
    code = next((value for role in CODES if (value := said.data.get(kind.field(role)))), "")
    before = Revision.objects.filter(submission=said.submission, row=said.row).aggregate(last=Max("attempt"))["last"]
    return PendingRow.objects.create(
        submission=said.submission, row=said.row, kind=record.kind, department_id=record.department_id, name=name,
        normal_name=names.normal(name), code=code, fields=said.data, sealed=said.sealed, reason="TAKEN_BACK", state="settled",
        candidate_id=record.organisation_id, organisation_id=record.organisation_id, how="exact", attempt=before,
        settled_at=said.entered_at,
    )  # fmt: skip
