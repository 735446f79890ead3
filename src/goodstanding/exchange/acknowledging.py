"""确认移除: a receiver says that what has ended is out of its own system. Until it does, it stands where everybody concerned sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.ledger.writing import write, write_many
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

_ENTRIES = """
    SELECT 'exchange.delivery', one.key, one.department_id, jsonb_build_object('subscription', one.subscription_id, 'number', held.number)
    FROM exchange_delivery one JOIN exchange_holding held ON held.id = one.holding_id WHERE one.id = ANY(%s)
"""


def acknowledge(delivery: Delivery, *, by: Standing) -> Delivery:
    """Once; said again it changes nothing. Whoever acknowledges has received it. Raises ``Refused`` for what is no end."""
    require(by, "acknowledge_delivery", delivery)
    if delivery.action != "ended":
        raise Refused("NOTHING_TO_ACKNOWLEDGE", text("exchange.refused.nothing_to_acknowledge"))
    with transaction.atomic():
        now = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if now.acknowledged_at is None:
            Delivery.objects.filter(pk=now.pk).update(**_said(now.received_at, by))
            data = {"subscription": str(now.subscription_id), "number": delivery.holding.number}
            write(Event.DELIVERY_ACKNOWLEDGED, ("exchange.delivery", now.key), by=by, data=data)
    delivery.refresh_from_db()
    return delivery


def acknowledge_all(subscription: Subscription, numbers: Iterable[int], *, by: Standing) -> int:
    """Those that were shown, and no later one. An entry for each. Returns how many were open still."""
    require(by, "acknowledge_delivery", subscription)
    with transaction.atomic(), connection.cursor() as cursor:
        chosen = unacknowledged(subscription).filter(pk__in=list(numbers)).select_for_update().order_by("pk")
        keys = list(chosen.values_list("pk", flat=True))
        if keys:
            open_ones = Delivery.objects.filter(pk__in=keys)
            open_ones.filter(received_at__isnull=True).update(received_at=timezone.now())
            open_ones.update(acknowledged_at=timezone.now(), acknowledged_by=by.label, next_try_at=None)
            write_many(cursor, Event.DELIVERY_ACKNOWLEDGED, _ENTRIES, [keys], by=by)
    return len(keys)


def unacknowledged(subscription: Subscription) -> QuerySet[Delivery]:
    """Ends that the receiver has not said anything to."""
    return Delivery.objects.filter(subscription=subscription, action="ended", acknowledged_at__isnull=True)


def _said(received_at: object, by: Standing) -> dict[str, Any]:
    now = timezone.now()
    return {"acknowledged_at": now, "acknowledged_by": by.label, "received_at": received_at or now, "next_try_at": None}
