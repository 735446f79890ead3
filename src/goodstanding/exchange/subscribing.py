"""订阅: a department says which of its systems hears of which lists and measures; it changes that, and ends it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.exchange import addressing, field, keys
from goodstanding.exchange.field import Topic as Subject
from goodstanding.exchange.models import WAYS, Delivery, Subscription, Topic
from goodstanding.exchange.numbering import next_number
from goodstanding.ledger.writing import write
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

LONGEST = 60
LONGEST_WHY = 500
_DISTRICT = re.compile(r"^[1-9][0-9]{1,5}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. ``districts``: codes or their beginnings (3401 is a whole city); none: everywhere."""

    name: str
    way: str
    topics: tuple[Subject, ...]
    url: str = ""
    districts: tuple[str, ...] = ()


def subscribe(wanted: Wanted, department: Department, *, by: Standing) -> Subscription:
    """From now on; what is in force today is told first. Raises ``Refused`` with what to do."""
    require(by, "subscribe", department)
    name = persons.mask(wanted.name.strip()[:LONGEST])[0]
    if not name:
        raise Refused("NAME_MISSING", text("exchange.refused.name_missing"))
    url = _address(wanted.way, wanted.url)
    if any(not _DISTRICT.match(one) for one in wanted.districts):
        raise Refused("DISTRICTS_WRONG", text("exchange.refused.districts_wrong"))
    chosen = _within(wanted.topics, department.pk)
    with transaction.atomic():
        made = Subscription.objects.create(
            number=next_number("DY"), department=department, name=name, districts=sorted(set(wanted.districts)), way=wanted.way, url=url,
            by=by.label,
        )  # fmt: skip
        Topic.objects.bulk_create(Topic(subscription=made, target=target, code=code) for target, code in chosen)
        keys.make(made)
        data = {"way": made.way, "topics": [f"{target}:{code}" for target, code in chosen], "districts": made.districts}
        write(Event.SUBSCRIPTION_MADE, made, by=by, data=data)
    return made


def choose(subscription: Subscription, topics: Iterable[Subject], *, by: Standing) -> None:
    """Other lists and measures than before. What is no longer wanted ends for the receiver, who acknowledges that too."""
    require(by, "subscribe", subscription)
    with transaction.atomic():
        now = _open(subscription)
        chosen = set(_within(tuple(topics), now.department_id, known=_topics(now)))
        had = _topics(now)
        for target, code in had - chosen:
            now.topics.filter(target=target, code=code, ended_at__isnull=True).update(ended_at=timezone.now())
        Topic.objects.bulk_create(Topic(subscription=now, target=target, code=code) for target, code in sorted(chosen - had))
        data = {"topics": sorted(f"{target}:{code}" for target, code in chosen)}
        write(Event.SUBSCRIPTION_CHANGED, now, by=by, data=data)


def move(subscription: Subscription, way: str, url: str, *, by: Standing) -> None:
    """Another address, or polling instead; one that had been stopped is called again, and everything that waits is due."""
    require(by, "subscribe", subscription)
    address = _address(way, url)
    with transaction.atomic():
        now = _open(subscription)
        Subscription.objects.filter(pk=now.pk).update(way=way, url=address, stopped_at=None, stopped_because="", rests_until=None)
        waiting = Delivery.objects.filter(subscription=now, received_at__isnull=True, given_up_at__isnull=True)
        waiting.update(next_try_at=timezone.now() if way == "webhook" else None)
        # The address stays out of the ledger: it may carry a secret of the receiver's.
        write(Event.SUBSCRIPTION_CHANGED, now, by=by, data={"way": way, "address": True})
    subscription.refresh_from_db()


def end(subscription: Subscription, because: str, *, by: Standing) -> None:
    """Nothing more is told, but that everything told before has ended here: what a receiver holds it holds on this ground alone."""
    require(by, "subscribe", subscription)
    words = persons.mask(because.strip()[:LONGEST_WHY])[0]
    if not words:
        raise Refused("REASON_MISSING", text("exchange.refused.reason_missing"))
    with transaction.atomic():
        now = _open(subscription)
        Subscription.objects.filter(pk=now.pk).update(ended_at=timezone.now(), ended_because=words)
        now.topics.filter(ended_at__isnull=True).update(ended_at=timezone.now())
        write(Event.SUBSCRIPTION_ENDED, now, by=by, because=words)
    subscription.refresh_from_db()


def _open(subscription: Subscription) -> Subscription:
    """Held for this transaction. Raises ``Conflict`` where it is over."""
    now = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if now.ended_at is not None:
        raise Conflict("SUBSCRIPTION_OVER", text("exchange.refused.subscription_over"))
    return now


def _topics(subscription: Subscription) -> set[Subject]:
    return set(subscription.topics.filter(ended_at__isnull=True).values_list("target", "code"))


def _within(topics: tuple[Subject, ...], department_id: int, known: frozenset[Subject] | set[Subject] = frozenset()) -> list[Subject]:
    """Of the department's field; what it had before may stay until the look over everything takes it away."""
    if not topics:
        raise Refused("TOPICS_MISSING", text("exchange.refused.topics_missing"))
    if set(topics) - field.of(department_id) - known:
        raise Refused("TOPIC_OUTSIDE", text("exchange.refused.topic_outside"))
    return sorted(set(topics))


def _address(way: str, url: str) -> str:
    if way not in WAYS:
        raise Refused("WAY_MISSING", text("exchange.refused.way_missing"))
    if way == "poll":
        return ""
    addressing.checked(url.strip())
    return url.strip()
