"""What pages and answers say of receivers and messages, in both languages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from goodstanding.exchange import envelope, field
from goodstanding.exchange.models import Delivery, Holding, Subscription
from goodstanding.exchange.subjects import LISTING
from goodstanding.rules.texts import Text
from goodstanding.ui.templatetags.texts import moment
from goodstanding.ui.texts import text


def title(holding: Holding) -> Text:
    """The list or the measure it belongs to."""
    return field.title("list" if holding.subject == LISTING else "measure", holding.topic)


def named(to: Subscription) -> Text:
    """A department's name."""
    return Text(to.department.name, to.department.name_en or to.department.name)


def state_of(to: Subscription) -> tuple[Text, str]:
    """How a receiver stands, and the tone of its tag."""
    if to.ended_at is not None:
        return text("exchange.state.over"), "plain"
    if to.stopped_at is not None:
        return text("exchange.state.stopped"), "bad"
    if to.way == "poll":
        return text("exchange.state.polls"), "note"
    if to.rests_until is not None and to.rests_until > timezone.now():
        return text("exchange.state.rests"), "wait"
    return text("exchange.state.sent"), "good"


def what(one: Delivery) -> Text:
    """What a message says."""
    if one.ground:
        return text("exchange.what_because", one.action, ground=text("exchange.ground", one.ground))
    return text("exchange.what", one.action)


def how(one: Delivery) -> tuple[Text, str]:
    """How far a message has come: acknowledged, overdue, received, given up, waiting, tried."""
    if one.acknowledged_at is not None:
        return text("exchange.how.acknowledged"), "good"
    if one.received_at is not None and one.action == "ended":
        return (text("exchange.how.overdue"), "bad") if is_overdue(one) else (text("exchange.how.to_acknowledge"), "wait")
    if one.received_at is not None:
        return text("exchange.how.received"), "good"
    if one.given_up_at is not None:
        return text("exchange.how.given_up"), "bad"
    if one.tries:
        return text("exchange.how.failing", n=str(one.tries)), "wait"
    return text("exchange.how.waiting"), "plain"


def is_overdue(one: Delivery) -> bool:
    """Not acknowledged, and its day has passed. Computed, never stored."""
    return one.action == "ended" and one.acknowledged_at is None and one.due_on is not None and one.due_on < timezone.localdate()


def fault(status: int | None, name: str) -> Text:
    """What became of an attempt."""
    if name == "status" or not name:
        return text("exchange.fault.status", status=str(status or ""))
    return text("exchange.fault", name)


def facts(one: Delivery) -> list[dict[str, Any]]:
    """A message, line by line."""
    held, system = one.holding, one.subscription
    to = Text(f"{system.name}（{system.number}）", f"{system.name} ({system.number})")
    rows: list[dict[str, Any]] = [
        {"key": text("exchange.delivery.what"), "value": what(one)},
        {"key": text("exchange.delivery.thing"), "value": Text(f"{title(held).zh} {held.number}", f"{title(held).en} {held.number}")},
        {"key": text("exchange.delivery.to"), "value": to, "url": reverse("exchange:subscription", args=[one.subscription_id])},
        {"key": text("exchange.delivery.position"), "value": str(one.position)},
        {"key": text("exchange.delivery.at"), "value": moment(one.at)},
        {"key": text("exchange.delivery.id"), "value": envelope.message_id(one)},
    ]  # fmt: skip
    return rows
