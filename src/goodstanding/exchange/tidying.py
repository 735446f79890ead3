"""What is kept no longer than needed: messages whose end was acknowledged long ago, and filters nobody may use any more."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from goodstanding.clocks.deadlines import ago
from goodstanding.exchange.locks import PURGING
from goodstanding.exchange.models import Delivery, Filter

TERM = "delivery_kept"
FILTERS = timedelta(days=3)


def tidy() -> int:
    """Returns how many messages went. What the receiver still holds, and what it has not acknowledged, stays."""
    Filter.objects.filter(valid_until__lt=timezone.now() - FILTERS).delete()
    later = Delivery.objects.filter(holding=OuterRef("holding"), position__gt=OuterRef("position"))
    with transaction.atomic(), connection.cursor() as cursor:
        last = Delivery.objects.filter(~Exists(later), holding__state="out", action="ended", acknowledged_at__lt=ago(TERM))
        holdings = list(last.values_list("holding_id", flat=True)[:10_000])
        cursor.execute(f"SET LOCAL {PURGING} = 'on'")
        gone = Delivery.objects.filter(holding_id__in=holdings).delete()[1].get("exchange.Delivery", 0)
        cursor.execute(f"SET LOCAL {PURGING} = 'off'")
    return gone
