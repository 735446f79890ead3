"""A record that has ended otherwise needs no repair: its open application is closed, and the applicant reads why."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.moving import move
from goodstanding.records import resting
from goodstanding.records.models import Ending, Record
from goodstanding.repairs import saying
from goodstanding.repairs.models import OPEN, Repair
from goodstanding.ui.texts import text


@resting.register
def close(record_ids: Sequence[UUID], by: Standing, because: str) -> int:
    """Called in the ending's own transaction. The application whose grant ends the record is not closed by it."""
    open_ones = Repair.objects.select_for_update().filter(record_id__in=list(record_ids), state__in=OPEN).order_by("pk")
    # What was taken back has no ending of its own: it was another organisation's.
    found = list(open_ones.exclude(pk__in=Ending.objects.filter(record_id__in=list(record_ids), case__isnull=False).values("case")))
    because_of = dict(Record.everything.filter(pk__in=[one.record_id for one in found]).values_list("pk", "ended_because"))
    for repair in found:
        ground = text("records.ended", because_of[repair.record_id])
        words = f"{ground.zh}。{because}".rstrip("。") + "。"
        Repair.objects.filter(pk=repair.pk).update(decided_at=timezone.now(), decided_by=by.label, words=words)
        move(repair, "close", by=SYSTEM, because=words, ended_by=by.label)
        saying.tell_applicant(repair, "closed", ground=ground)
    return len(found)
