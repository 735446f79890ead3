"""A record after some of its rows turned out to be another organisation's: as if they had never been here.

* Nobody else said anything: the record ends and is taken back; its number is free for a row that is really this organisation's.
* Others said something before: the record says again what they said, by a new revision; what a case has refuted of that stays corrected.
* Others came after: what they said stays, for each row says the whole.
* Others came after and the record was made by the one that goes: they say it again, to a record of their own.
* Rows that had nothing to add while it stood (echoes) now speak for themselves, in their order.
"""

from __future__ import annotations

from uuid import UUID

import pyarrow as pa
from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.ledger.models import Entry
from goodstanding.ledger.writing import write as write_entry
from goodstanding.organisations.models import PendingRow
from goodstanding.records import carrying, resting
from goodstanding.records.models import Echo, Record, Revision
from goodstanding.records.saying import say
from goodstanding.records.standing import TAKEN_BACK, statements
from goodstanding.records.wording import Said, Source, prepared
from goodstanding.records.writing import Batch, change
from goodstanding.rules import names
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load


def restore(cursor: CursorWrapper, record_id: UUID, before: list[Revision], *, by: Standing, because: str) -> bool:
    """After its rows were taken back. ``before``: what stood until then. Returns whether the record stays."""
    record = Record.everything.get(pk=record_id)
    left = statements(record_id)
    gone = before[:1] != left[:1]
    if gone:
        end(record, by=by, because=because)
    elif left[-1:] != before[-1:] and record.ended_on is None:
        _revert(cursor, record, left[-1], by=by, because=because)
        carrying.carry(cursor, record.pk, {record.pk})
    again = [_again(record, said) for said in left] if gone else []
    _speak(cursor, record, again, by=by)
    return not gone or bool(left)


def end(record: Record, *, by: Standing, because: str) -> None:
    """It was another organisation's: it ends, and is no longer the record of this decision and party."""
    found = Record.everything.filter(pk=record.pk)
    if record.ended_on is None:
        found.update(ended_on=timezone.localdate(), ended_because="taken_back", taken_back=True)
    else:
        found.update(taken_back=True)
    write_entry(Event.RECORD_TAKEN_BACK, record, by=by, because=because, data={"organisation": record.organisation_id})
    if record.ended_on is None:  # else what rested on it has ended with it before
        resting.end_with([record.pk], by=by, because=because)


def _revert(cursor: CursorWrapper, record: Record, said: Revision, *, by: Standing, because: str) -> None:
    """The record says what it said before, in a revision of its own; its window is computed again from that."""
    number = record.revision + 1
    Revision.objects.create(record=record, number=number, data=said.data, sealed=said.sealed, because=TAKEN_BACK)
    words = _again(record, said)
    with prepared(record.kind, record.organisation_id, [words], on=timezone.localdate(said.entered_at)) as given:
        answer = {"row": [words.row], "status": ["changed"], "record_id": [str(record.pk)], "number": pa.array([number], pa.int32())}
        given.db.register("answer", pa.table(answer))
        change(cursor, Batch(given.db, "settled", Source(words.submission, record.kind, record.department_id)))
    write_entry(Event.RECORD_TAKEN_BACK, record, by=by, because=because, data={"revision": number, "says": said.number})


def _speak(cursor: CursorWrapper, record: Record, again: list[Said], *, by: Standing) -> None:
    """Statements that lost their record, then rows that had nothing to add to it, each as of the day it came."""
    echoes = list(Echo.objects.filter(record=record).order_by("said_at", "id"))
    Echo.objects.filter(record=record).delete()
    for said in again:
        PendingRow.objects.filter(submission=said.submission, row=said.row, state="settled").update(attempt=said.attempt)
    for said in [*again, *map(Said.by_echo, echoes)]:
        on = timezone.localdate(said.at) if said.at else timezone.localdate()
        say(cursor, record.kind, record.organisation_id, [said], on=on, by=by)


def _again(record: Record, said: Revision) -> Said:
    """A statement once more, in the name of the department that made it, which the ledger knows."""
    party = load(settings.CITY_CATALOGUE).kinds[record.kind].field("party.name")
    told = Entry.objects.filter(
        subject="records.record", subject_id=str(record.pk), data__revision=said.number, department_id__isnull=False
    )
    department = told.values_list("department_id", flat=True).first() or record.department_id
    return Said.by_revision(said, department_id=department, normal_name=names.normal(said.data.get(party) or ""))
