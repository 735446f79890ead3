"""A silent source's records and entries stop showing at its deadline, although no worker runs: the day is set when the source is asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from goodstanding.ledger.standing import Standing
from goodstanding.lists import disputing
from goodstanding.objections import entries
from goodstanding.objections.models import Inquiry, Objection
from goodstanding.records import suspending
from goodstanding.records.models import Record, Suspension

SILENT, UNVERIFIED = "silent_source", "unverified"
UNVERIFIABLE = "cannot_verify"


def records_of(inquiry: Inquiry) -> list[UUID]:
    """The records of that source in the case that still could show."""
    items = inquiry.objection.items.filter(
        department=inquiry.department_id, outcome="", record__isnull=False, record__ended_on__isnull=True
    )
    return list(items.values_list("record_id", flat=True))


def arrange(inquiry: Inquiry, *, by: Standing) -> None:
    """From the day after its deadline they do not show, until it has answered. An unknown deadline sets no day: nothing is guessed."""
    objection, records = inquiry.objection, records_of(inquiry)
    standing = Suspension.objects.filter(case=objection.pk, because=SILENT, record_id__in=records, lifted_at__isnull=True)
    since = inquiry.due_on + timedelta(days=1) if inquiry.due_on else None
    otherwise = (
        list(standing.exclude(since=since).values_list("record_id", flat=True))
        if since
        else list(standing.values_list("record_id", flat=True))
    )
    if otherwise:
        suspending.resume(case=objection.pk, by=by, reasons=[SILENT], record_ids=otherwise)
    if since:
        suspending.suspend(records, because=SILENT, case=objection.pk, number=objection.number, since=since, by=by)
    # What could not be verified stays hidden until it has been.
    if inquiry.answer != UNVERIFIABLE:
        disputing.silent_from(objection.pk, since, entries.of(inquiry), by=by)


def answered(inquiry: Inquiry, *, by: Standing) -> None:
    """It has spoken, in time or late: they show again - unless it cannot verify what it once said."""
    objection, records = inquiry.objection, records_of(inquiry)
    reasons = [SILENT] if inquiry.answer == UNVERIFIABLE else [SILENT, UNVERIFIED]
    suspending.resume(case=objection.pk, by=by, reasons=reasons, record_ids=records)
    disputing.silent_from(objection.pk, timezone.localdate() if inquiry.answer == UNVERIFIABLE else None, entries.of(inquiry), by=by)
    if inquiry.answer == UNVERIFIABLE:
        # 泰州 (2020) art. 13: what is in doubt and cannot be verified stops being disclosed.
        suspending.suspend(records, because=UNVERIFIED, case=objection.pk, number=objection.number, since=timezone.localdate(), by=by)


def stand_still(objection: Objection, *, by: Standing) -> None:
    """The clock pauses: a day that still lies ahead is taken away, and set anew when the clock goes on."""
    ahead = Suspension.objects.filter(case=objection.pk, because=SILENT, lifted_at__isnull=True, since__gt=timezone.localdate())
    records = list(ahead.values_list("record_id", flat=True))
    if records:
        suspending.resume(case=objection.pk, by=by, reasons=[SILENT], record_ids=records)
    disputing.stand_still(objection.pk, by=by)


def lift(objection: Objection, *, by: Standing, because: str = "") -> None:
    """The case is over: nothing is suspended because of it any more. What has ended meanwhile stays as it was when it ended."""
    open_ones = Suspension.objects.filter(case=objection.pk, lifted_at__isnull=True).values_list("record_id", flat=True)
    records = list(Record.everything.filter(pk__in=list(open_ones), ended_on__isnull=True).values_list("pk", flat=True))
    if records:
        suspending.resume(case=objection.pk, by=by, because=because, record_ids=records)
