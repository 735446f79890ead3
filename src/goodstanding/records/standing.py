"""What still stands of what was said about a decision: everything but the rows that were taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from goodstanding.ledger.models import Entry
from goodstanding.organisations import sealing
from goodstanding.organisations.models import PendingRow
from goodstanding.records.models import Revision

TAKEN_BACK = "taken back"
"""Why a revision repeats what was said before the one that was taken back."""


def statements(record_id: UUID) -> list[Revision]:
    """The rows that said something about a record and were not taken back, oldest first. The last one is what the record says.

    A row was taken back where it has been through more attempts than this revision knows of.
    """
    return [one for one, gone in _said(record_id) if one.submission is not None and not gone]


def history(record_id: UUID) -> list[Revision]:
    """What the record has said, oldest first, as anybody may read it: rows of another organisation's never were part of it.

    Nor was a correction of what such a row had said. A correction that only went on after it is named once.
    """
    said = _said(record_id)
    gone = {one.number for one, was_taken_back in said if was_taken_back}
    again = _said_again(record_id) if any(one.because == TAKEN_BACK for one, _ in said) else {}
    kept, row = list[Revision](), 0
    for one, _ in said:
        if one.submission is not None or one.because == TAKEN_BACK:
            row = again.get(one.number, one.number)  # whose words it says from here on
        if row in gone or one.because == TAKEN_BACK:
            continue
        if one.submission is not None or not kept or _words(kept[-1]) != _words(one):
            kept.append(one)
    return kept


def _said(record_id: UUID) -> list[tuple[Revision, bool]]:
    """Every revision, oldest first, and whether its row was taken back since."""
    later = PendingRow.objects.filter(submission=OuterRef("submission"), row=OuterRef("row"), attempt__gt=OuterRef("attempt"))
    found = Revision.objects.filter(record_id=record_id).annotate(gone=Exists(later)).order_by("number")
    return [(one, one.gone) for one in found]


def _said_again(record_id: UUID) -> dict[int, int]:
    """Revision that repeats an earlier one -> that one, as the ledger says."""
    told = Entry.objects.filter(subject="records.record", subject_id=str(record_id), data__has_key="says")
    return {data["revision"]: data["says"] for data in told.values_list("data", flat=True)}


def _words(one: Revision) -> dict[str, Any]:
    said: dict[str, Any] = one.data | sealing.unseal(one.sealed)
    return said
