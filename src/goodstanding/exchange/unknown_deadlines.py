"""Days by which an end is to be acknowledged that could not be computed: filled in when a year's working days become known."""

from __future__ import annotations

from django.db.models.functions import TruncDate
from django.utils import timezone

from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.deadlines import due
from goodstanding.exchange.models import Delivery
from goodstanding.exchange.settling import TERM


def recompute() -> int:
    """Returns how many are known now."""
    unknown = Delivery.objects.filter(action="ended", due_on__isnull=True)
    days = unknown.annotate(day=TruncDate("at", tzinfo=timezone.get_default_timezone()))
    filled, known = 0, calendar()
    for day in days.order_by().values_list("day", flat=True).distinct():
        if due_on := due(TERM, day, known=known):
            filled += Delivery.objects.filter(pk__in=days.filter(day=day).values("pk")).update(due_on=due_on)
    return filled
