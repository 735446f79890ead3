"""A year of working days became known: the days that hang on it are filled, and records of silent sources get their day."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.standing import SYSTEM
from goodstanding.objections import clocking, locking, reporting
from goodstanding.objections.models import OVER, ErrorReport, Objection


def recompute() -> int:
    """How many cases have a day now that had none. What became known is never in the past unnoticed: the inbox shows it as late."""
    filled = sum(_one(one) for one in Objection.objects.exclude(state__in=OVER).order_by("pk"))
    for report in ErrorReport.objects.filter(state="reported", due_on__isnull=True):
        day = due(reporting.TERM, timezone.localdate(report.reported_at))
        if day is not None:
            filled += ErrorReport.objects.filter(pk=report.pk, due_on__isnull=True).update(due_on=day)
    return filled


def _one(objection: Objection) -> int:
    unknown = objection.inquiries.filter(state="asked", due_on__isnull=True).exists()
    if not unknown and not clocking.is_unknown(objection):
        return 0
    with transaction.atomic():
        one = locking.held(objection.pk)
        # While the clock stands still no day is set; the end of the pause sets them all.
        if not clocking.is_paused(one):
            clocking.set_all(one, by=SYSTEM)
    still = one.inquiries.filter(state="asked", due_on__isnull=True).exists() or clocking.is_unknown(one)
    return int(not still)
