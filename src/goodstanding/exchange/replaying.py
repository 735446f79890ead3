"""By hand: one message once more, or everything since a day. The same messages under the same ids, so nothing is doubled."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.ledger.writing import write
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def replay(delivery: Delivery, *, by: Standing) -> None:
    """One of them, from its first attempt. Raises ``Refused`` where nothing is sent to that receiver."""
    require(by, "replay_delivery", delivery)
    _again(delivery.subscription, Delivery.objects.filter(pk=delivery.pk), {"delivery": str(delivery.key)}, by)
    delivery.refresh_from_db()


def replay_since(subscription: Subscription, day: date, *, by: Standing) -> int:
    """All since that day, received or not, in their order. Returns how many."""
    require(by, "replay_delivery", subscription)
    if day > timezone.localdate():
        raise Refused("SINCE_IN_FUTURE", text("exchange.refused.since_in_future"))
    since = timezone.make_aware(datetime.combine(day, time.min))
    return _again(subscription, Delivery.objects.filter(subscription=subscription, at__gte=since), {"since": day}, by)


def _again(to: Subscription, chosen: QuerySet[Delivery], said: dict[str, object], by: Standing) -> int:
    with transaction.atomic():
        now = Subscription.objects.select_for_update().get(pk=to.pk)
        if now.way != "webhook":
            raise Refused("NOT_SENT", text("exchange.refused.not_sent"))
        if now.stopped_at is not None:
            raise Refused("STOPPED", text("exchange.refused.stopped"))
        n = chosen.update(tries=0, first_tried_at=None, next_try_at=timezone.now(), received_at=None, given_up_at=None)
        Subscription.objects.filter(pk=now.pk).update(rests_until=None)
        write(Event.DELIVERY_REPLAYED, now, by=by, data={**said, "n": n})
    return n
