"""A record is marked as disputed, in review or before a court, and the mark is lifted; it stands on every surface from that moment on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.records.models import Mark
from goodstanding.rules import persons
from goodstanding.rules.events import Event

LONGEST = 500
"""Characters of the organisation's own words that stand beside a record."""
_ENTRY = """
    SELECT 'records.record', mark.record_id, record.department_id, jsonb_build_object('mark', mark.id, 'kind', mark.kind, 'case', mark.case)
    FROM records_mark mark JOIN records_record record ON record.public_id = mark.record_id WHERE mark.id = ANY(%s)
"""


def mark(fields: Mapping[UUID, Sequence[str]], *, kind: str, case: UUID, number: str, words: str, by: Standing) -> list[Mark]:
    """Mark these records (record -> codes of the disputed fields, none for the whole) in one transaction. Marked already: left as it is."""
    spoken = persons.mask(words.strip()[:LONGEST])[0]
    with transaction.atomic(), connection.cursor() as cursor:
        there = set(Mark.objects.filter(case=case, kind=kind, lifted_at__isnull=True).values_list("record_id", flat=True))
        made = Mark.objects.bulk_create(
            Mark(record_id=record, kind=kind, case=case, number=number, fields=list(codes), words=spoken)
            for record, codes in fields.items()
            if record not in there
        )
        write_many(cursor, Event.RECORD_MARKED, _ENTRY, [[one.pk for one in made]], by=by)
    return made


def unmark(*, case: UUID, by: Standing, because: str = "") -> int:
    """The case is over: its marks are lifted. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        open_ones = list(Mark.objects.select_for_update().filter(case=case, lifted_at__isnull=True).values_list("pk", flat=True))
        Mark.objects.filter(pk__in=open_ones).update(lifted_at=Now())
        write_many(cursor, Event.RECORD_UNMARKED, _ENTRY, [open_ones], by=by, because=because)
    return len(open_ones)


def standing(record_ids: Iterable[UUID]) -> dict[UUID, list[Mark]]:
    """The marks that stand on each of these records, oldest first: one query for a whole page."""
    found: dict[UUID, list[Mark]] = {}
    for one in Mark.objects.filter(record_id__in=list(record_ids), lifted_at__isnull=True).order_by("at", "pk"):
        found.setdefault(one.record_id, []).append(one)
    return found
