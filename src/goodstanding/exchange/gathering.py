"""The ledger becomes deliveries: read, compared, written and the cursor moved on in one transaction.

A process killed at any line has done a batch whole or not at all; of two at once one works. Nothing is missed: the ledger serves what is
settled only, and what ends by a date alone is found by the look over everything held.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import structlog
from django.db import connection, transaction
from django.utils import timezone

from goodstanding.exchange import subjects
from goodstanding.exchange.following import Followed, Touch, follow
from goodstanding.exchange.models import Head, Holding, Topic
from goodstanding.exchange.settling import Listeners, settle
from goodstanding.ledger import reading as ledger

log = structlog.get_logger(__name__)
BATCH = 2_000
"""Entries of the ledger, things held, or things to be told for the first time, in one transaction."""
LOCK = 0x676F6F64657863
"""One gatherer at a time: the numbers of deliveries rise in the order in which they become visible, so a cursor misses none."""


class Done(NamedTuple):
    """Messages written, and whether more may wait."""

    written: int
    more: bool


def gather(*, limit: float = float("inf"), batch: int = BATCH) -> int:
    """Everything that waits, batch by batch, for about ``limit`` seconds. Returns how many messages there are to deliver now."""
    written, begun = 0, time.monotonic()
    while True:
        done = one_batch(batch)
        written += done.written
        if not done.more or time.monotonic() - begun > limit:
            break
    if written:
        log.info("deliveries written", count=written)
    return written


def one_batch(size: int = BATCH) -> Done:
    """One transaction. Nothing is done where another is at work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return Done(0, more=False)
        head = _head()
        lines, head.cursor = ledger.read_since(head.cursor, size)
        followed, listeners = follow(lines), Listeners.today()
        written = settle(followed.touches, listeners)
        _look_where_needed(head, followed, listeners)
        swept = _sweep(head, listeners, size)
        filled, more = _fill(listeners, size)
        head.save()
    return Done(written + swept + filled, more or len(lines) == size or head.sweep_from is not None)


def _head() -> Head:
    """Begun where the ledger stands: what was in force before is told as a subscription is made."""
    found = Head.objects.filter(pk=1).first()
    return found or Head.objects.create(pk=1, cursor=ledger.now(), swept_on=timezone.localdate())


def _look_where_needed(head: Head, followed: Followed, listeners: Listeners) -> None:
    """A new day ends what ends by its date; a halt, a lifting, a competence given or ended changes what may be known."""
    new_day = head.swept_on != listeners.day
    if followed.look_again or new_day:
        head.sweep_from, head.swept_on = 0, listeners.day
    if followed.fill_again or new_day:
        Topic.objects.filter(ended_at__isnull=True).update(filled_at=None)


def _sweep(head: Head, listeners: Listeners, size: int) -> int:
    """The next of what is held, compared with how it stands."""
    if head.sweep_from is None:
        return 0
    held = Holding.objects.filter(pk__gte=head.sweep_from).exclude(state="out").order_by("pk")
    some = list(held.values_list("pk", "subject", "subject_id")[:size])
    head.sweep_from = some[-1][0] + 1 if len(some) == size else None
    return settle([Touch(thing) for thing in dict.fromkeys((subject, key) for _, subject, key in some)], listeners)


def _fill(listeners: Listeners, size: int) -> tuple[int, bool]:
    """What is in force and has not been told to somebody subscribed to it: a piece at a time."""
    topic = Topic.objects.filter(filled_at__isnull=True, ended_at__isnull=True, subscription__ended_at__isnull=True)
    one = topic.select_related("subscription").order_by("pk").first()
    if one is None:
        return 0, False
    subject, written = (one.target, one.code), 0
    if (one.subscription_id, subject) in listeners.wanted:
        held = Holding.objects.filter(subscription=one.subscription, subject=subjects.TARGETS[one.target], topic=one.code)
        known = held.exclude(state="out").values("subject_id")
        missing = subjects.in_force(subject, listeners.day, one.subscription.districts).exclude(pk__in=known).order_by("pk")
        keys = list(missing.values_list("pk", flat=True)[:size])
        written = settle([Touch((subjects.TARGETS[one.target], key)) for key in keys], listeners)
        if written and len(keys) == size:
            return written, True
    Topic.objects.filter(pk=one.pk).update(filled_at=timezone.now())
    return written, True
