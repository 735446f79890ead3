"""What each receiver was told last against how things stand: the difference becomes messages, in order for each thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.exchange import field as fields
from goodstanding.exchange import subjects
from goodstanding.exchange.field import Topic as Subject
from goodstanding.exchange.following import Touch
from goodstanding.exchange.models import Delivery, Holding, Subscription, Topic
from goodstanding.exchange.subjects import TARGETS, Found, Thing

TERM = "delivery_acknowledge"


@dataclass
class Listeners:
    """Who is subscribed to what today, and may be. Asked once for a batch."""

    day: date
    topics: dict[Subject, list[Subscription]] = field(default_factory=lambda: defaultdict(list))
    wanted: set[tuple[object, Subject]] = field(default_factory=set)
    outside: set[tuple[object, Subject]] = field(default_factory=set)

    @classmethod
    def today(cls) -> Listeners:
        """Subscriptions that have not ended, in the field of their department as it is today."""
        found = cls(timezone.localdate())
        open_now = list(Topic.objects.filter(ended_at__isnull=True, subscription__ended_at__isnull=True).select_related("subscription"))
        allowed = fields.of_all({one.subscription.department_id for one in open_now}, found.day)
        for one in open_now:
            subject = (one.target, one.code)
            if subject in allowed[one.subscription.department_id]:
                found.topics[subject].append(one.subscription)
                found.wanted.add((one.subscription_id, subject))
            else:
                found.outside.add((one.subscription_id, subject))
        return found

    def hear(self, found: Found) -> list[Subscription]:
        """Who is to be told of it."""
        return [one for one in self.topics[found.topic] if not one.districts or found.district.startswith(tuple(one.districts))]

    def towards(self, holding: Holding, found: Found | None) -> tuple[str, str]:
        """What the receiver is to know of what it holds: its state, and the ground of an end."""
        target = next(name for name, subject in TARGETS.items() if subject == holding.subject)
        topic = (holding.subscription_id, (target, holding.topic))
        if topic not in self.wanted:
            return "out", "field" if topic in self.outside else "unsubscribed"
        return (found.state, found.ground) if found else ("never", "")


@dataclass
class Drafts:
    """The messages of a batch before they are written."""

    now: datetime
    due_on: date | None
    messages: list[Delivery] = field(default_factory=list)
    changed: dict[int, Holding] = field(default_factory=dict)

    def say(self, holding: Holding, action: str, ground: str) -> None:
        """The next message about what is held there."""
        to = holding.subscription
        holding.position += 1
        holding.state = {"added": "in", "ended": "out"}.get(action, "paused" if ground in {"paused", "suspended"} else "in")
        self.messages.append(
            Delivery(
                subscription=to, department_id=to.department_id, holding=holding, position=holding.position, action=action, ground=ground,
                at=self.now, next_try_at=self.now if to.is_sent else None, due_on=self.due_on if action == "ended" else None,
            )
        )  # fmt: skip
        if holding.pk:
            self.changed[holding.pk] = holding


def settle(touches: Sequence[Touch], listeners: Listeners) -> int:
    """In the caller's transaction, which alone does this at a time. Returns how many messages there are now."""
    things = list(dict.fromkeys(one.thing for one in touches))
    found = subjects.find(things, listeners.day)
    held = _held(things)
    drafts, new = Drafts(timezone.now(), due(TERM, listeners.day)), []
    for touch in touches:
        one = found.get(touch.thing)
        for holding in held[touch.thing].values():
            _step(drafts, holding, listeners.towards(holding, one), touch.mark)
        if one is None or one.state != "in":
            continue
        for to in listeners.hear(one):
            if to.pk not in held[touch.thing]:
                made = _begun(to, touch.thing, one)
                held[touch.thing][to.pk] = made
                new.append(made)
                drafts.say(made, "added", "")
    Holding.objects.bulk_create(new)
    Holding.objects.bulk_update(drafts.changed.values(), ["state", "position"], batch_size=500)
    Delivery.objects.bulk_create(drafts.messages, batch_size=1000)
    return len(drafts.messages)


def _step(drafts: Drafts, holding: Holding, towards: tuple[str, str], mark: str) -> None:
    """What is held becomes what it is; nothing is said where nothing changes."""
    state, ground = towards
    if holding.state == "out":
        if state == "in":
            drafts.say(holding, "added", "")
    elif state in {"out", "never"}:
        drafts.say(holding, "ended", ground)
    elif state != holding.state:
        drafts.say(holding, "changed", "resumed" if state == "in" else "suspended" if mark == "suspended" else "paused")
    elif mark in {"disputed", "undisputed"} and state == "in":
        # The day from which a silent department's entry does not show may lie ahead: the look over everything tells it then.
        drafts.say(holding, "changed", mark)


def _held(things: list[Thing]) -> dict[Thing, dict[object, Holding]]:
    """Of each thing, by receiver."""
    held: dict[Thing, dict[object, Holding]] = {thing: {} for thing in things}
    rows = Holding.objects.filter(subject_id__in=[key for _, key in things]).select_related("subscription").order_by("pk")
    for one in rows:
        if (one.subject, one.subject_id) in held:
            held[one.subject, one.subject_id][one.subscription_id] = one
    return held


def _begun(to: Subscription, thing: Thing, found: Found) -> Holding:
    subject, key = thing
    return Holding(
        subscription=to, subject=subject, subject_id=key, topic=found.topic[1], number=found.number,
        organisation_id=found.organisation_id, state="in",
    )  # fmt: skip
