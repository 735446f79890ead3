"""What still stands of what was said about a decision: everything but the rows that were taken back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from goodstanding.organisations.models import PendingRow
from goodstanding.records.models import Revision

TAKEN_BACK = "taken back"
"""Why a revision repeats what was said before the one that was taken back."""


def statements(record_id: UUID) -> list[Revision]:
    """The rows that said something about a record and were not taken back, oldest first. The last one is what the record says.

    A row was taken back where it has been through more attempts than this revision knows of.
    """
    return list(_standing(record_id).filter(submission__isnull=False))


def history(record_id: UUID) -> list[Revision]:
    """What the record has said, oldest first, as anybody may read it: rows of another organisation's never were part of it."""
    return list(_standing(record_id).exclude(because=TAKEN_BACK))


def _standing(record_id: UUID) -> QuerySet[Revision]:
    later = PendingRow.objects.filter(submission=OuterRef("submission"), row=OuterRef("row"), attempt__gt=OuterRef("attempt"))
    said = Revision.objects.filter(record_id=record_id).annotate(taken_back=Exists(later))
    return said.filter(taken_back=False).order_by("number")
