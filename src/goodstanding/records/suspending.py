"""A record does not show for the time being, from a day on that may lie ahead; lifted, it shows again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.records.models import Suspension
from goodstanding.rules.events import Event

_ENTRY = """
    SELECT 'records.record', one.record_id, record.department_id,
        jsonb_build_object('because', one.because, 'case', one.case, 'since', one.since, 'suspension', one.id)
    FROM records_suspension one JOIN records_record record ON record.public_id = one.record_id WHERE one.id = ANY(%s)
"""


def suspend(record_ids: Iterable[UUID], *, because: str, case: UUID, number: str, since: date, by: Standing) -> list[Suspension]:
    """From that day on they do not show. What the case has suspended for the same reason already stays as it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        there = set(Suspension.objects.filter(case=case, because=because, lifted_at__isnull=True).values_list("record_id", flat=True))
        made = Suspension.objects.bulk_create(
            Suspension(record_id=record, because=because, case=case, number=number, since=since)
            for record in dict.fromkeys(record_ids)
            if record not in there
        )
        write_many(cursor, Event.RECORD_SUSPENDED, _ENTRY, [[one.pk for one in made]], by=by)
    return made


def resume(*, case: UUID, by: Standing, because: str = "", reasons: Iterable[str] = (), record_ids: Iterable[UUID] | None = None) -> int:
    """Lift what the case has suspended (for these reasons, of these records; else all of it). Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = Suspension.objects.select_for_update().filter(case=case, lifted_at__isnull=True)
        if wanted := list(reasons):
            found = found.filter(because__in=wanted)
        if record_ids is not None:
            found = found.filter(record_id__in=list(record_ids))
        lifted = list(found.values_list("pk", flat=True))
        Suspension.objects.filter(pk__in=lifted).update(lifted_at=Now())
        write_many(cursor, Event.RECORD_RESUMED, _ENTRY, [lifted], by=by, because=because)
    return len(lifted)
