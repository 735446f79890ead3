"""Whatever is due is sent: each receiver in a thread of its own, in order for each thing, and none holds up another.

Of two workers one sends to a receiver at a time (a lock of the database that goes with its connection). Between the receiver's 2xx and our
writing it down a process may die: then it is sent once more under the same webhook-id, which is what that is for.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.exchange import envelope, posting, schedule, telling
from goodstanding.exchange.models import Attempt, Delivery, Subscription
from goodstanding.exchange.posting import Said
from goodstanding.ledger.writing import write
from goodstanding.rules.events import Event

log = structlog.get_logger(__name__)
AT_ONCE = 8
"""Receivers called at the same time."""
LIMIT = 10.0
"""Seconds after which a round begins nothing new."""
ENOUGH = 2
"""Messages in a row that it refuses: it is the receiver, not the message. Where no call comes about at all, one is enough."""


def send(*, limit: float = LIMIT) -> int:
    """One round over every receiver for which something is due. Returns how many messages got through."""
    until = time.monotonic() + limit
    waiting = list(due_receivers())
    if not waiting:
        return 0
    with ThreadPoolExecutor(min(AT_ONCE, len(waiting))) as pool:
        return sum(pool.map(lambda key: _apart(key, until), waiting))


def due_receivers() -> QuerySet[Subscription, UUID]:
    """Those we call, that do not rest, with something to send; whoever has waited longest comes first."""
    now = timezone.now()
    ready = Subscription.objects.filter(Q(rests_until__isnull=True) | Q(rests_until__lte=now), way="webhook", stopped_at__isnull=True)
    some = Delivery.objects.filter(subscription=OuterRef("pk"), received_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=now)
    return ready.filter(Exists(some)).order_by("last_success_at", "pk").values_list("pk", flat=True)


def send_to(key: UUID, until: float = float("inf")) -> int:
    """To one receiver, until nothing is due, time is over, or it seems to be down. Returns how many got through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"goodstanding.exchange {key}"])
        if cursor.fetchone() != (True,):
            return 0
        try:
            return _in_turn(key, until)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"goodstanding.exchange {key}"])


def _apart(key: UUID, until: float) -> int:
    """In a thread, with a connection of its own."""
    try:
        return send_to(key, until) if time.monotonic() < until else 0
    except Exception:
        # One receiver's fault, whatever it is, is no reason not to call the others.
        log.exception("sending failed")
        return 0
    finally:
        connection.close()


def _in_turn(key: UUID, until: float) -> int:
    sent, failed, begun = 0, 0, timezone.now()
    while time.monotonic() < until and failed < ENOUGH:
        one = _next(key, begun)
        if one is None or not one.subscription.is_sent:
            break
        content = envelope.body(one)
        said = posting.post(one.subscription.url, content, envelope.headers(one, content))
        _note(one, said)
        sent, failed = (sent + 1, 0) if said.received else (sent, failed + (1 if said.status else ENOUGH))
        if said.rest and not said.received:  # 429, 503: it says itself how long
            Subscription.objects.filter(pk=key).update(rests_until=timezone.now() + timedelta(seconds=said.rest))
            return sent
    if failed >= ENOUGH:
        rest = schedule.wait(_rounds(key)) or timedelta(seconds=schedule.WAITS[-1])
        Subscription.objects.filter(pk=key).update(rests_until=timezone.now() + rest)
    return sent


def _next(key: UUID, begun: datetime) -> Delivery | None:
    """The oldest that is due and was not tried in this round; nothing overtakes an earlier message about the same thing."""
    open_ones = Delivery.objects.filter(received_at__isnull=True, given_up_at__isnull=True)
    earlier = open_ones.filter(holding=OuterRef("holding"), position__lt=OuterRef("position"))
    found = open_ones.filter(~Exists(earlier), subscription_id=key, next_try_at__lte=begun)
    return found.select_related("subscription", "holding").order_by("pk").first()


def _rounds(key: UUID) -> int:
    """How often it has been called in vain since something got through last; a message that fails by itself counts for nothing."""
    last = Subscription.objects.values_list("last_success_at", flat=True).get(pk=key)
    tried = Delivery.objects.filter(subscription_id=key, received_at__isnull=True, given_up_at__isnull=True, tries__gt=0)
    since = tried.filter(first_tried_at__gt=last) if last else tried
    failed: int = since.aggregate(n=Sum("tries"))["n"] or 1
    return (failed + 1) // ENOUGH


def _note(one: Delivery, said: Said) -> None:
    """What came of it: received, again later, given up, or the receiver wants no more."""
    now = timezone.now()
    with transaction.atomic():
        now_here = Delivery.objects.select_for_update().get(pk=one.pk)
        Attempt.objects.create(delivery=one, status=said.status, fault=said.fault)
        tries = now_here.tries + 1
        changed: dict[str, object] = {
            "tries": tries, "first_tried_at": now_here.first_tried_at or now, "last_status": said.status, "last_fault": said.fault
        }  # fmt: skip
        if said.received:
            changed |= {"received_at": now_here.received_at or now, "next_try_at": None}
            Subscription.objects.filter(pk=one.subscription_id).update(last_success_at=now, rests_until=None)
        else:
            changed |= _later(tries, said)
        Delivery.objects.filter(pk=one.pk).update(**changed)
        if not said.received:
            _consequences(one, said, since=now_here.first_tried_at or now, given_up="given_up_at" in changed)


def _later(tries: int, said: Said) -> dict[str, object]:
    now, wait = timezone.now(), schedule.wait(tries)
    log.warning("delivery failed", code=said.fault, status=said.status, attempt=tries)
    if wait is None:
        return {"next_try_at": None, "given_up_at": now}
    return {"next_try_at": now + max(wait, timedelta(seconds=said.rest))}


def _consequences(one: Delivery, said: Said, *, since: datetime, given_up: bool) -> None:
    """410: it wants no more. Given up while nothing at all got through since the first attempt: the receiver is gone, not the message."""
    to = Subscription.objects.select_for_update().get(pk=one.subscription_id)
    if given_up:
        write(Event.DELIVERY_GIVEN_UP, ("exchange.delivery", one.key), by=SYSTEM, data={"subscription": to.number, "tries": schedule.MOST})
    silent = given_up and (to.last_success_at is None or to.last_success_at < since)
    if (said.status == 410 or silent) and to.stopped_at is None:
        because = "gone" if said.status == 410 else "given_up"
        Subscription.objects.filter(pk=to.pk).update(stopped_at=timezone.now(), stopped_because=because)
        write(Event.SUBSCRIPTION_CHANGED, to, by=SYSTEM, data={"stopped": because})
        telling.tell_stopped(to, because)
    elif given_up:
        telling.tell_given_up(to, one)
