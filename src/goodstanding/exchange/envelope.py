"""What is sent: a CloudEvents 1.0 event as JSON. Thin: what, which number, where to ask. Nobody's name, and nothing that was withdrawn."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goodstanding.exchange import keys
from goodstanding.exchange.models import Delivery
from goodstanding.exchange.subjects import LISTING

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
WHAT = {LISTING: "list_entry"}


def event(delivery: Delivery) -> dict[str, Any]:
    """The envelope; the same however often it is sent. ``sequence`` counts the messages about one thing to one receiver."""
    held = delivery.holding
    what = WHAT.get(held.subject, "measure")
    data = {
        "what": what, "action": delivery.action, "ground": delivery.ground, "number": held.number, "code": held.topic,
        "subscription": delivery.subscription.number, "position": delivery.position, "url": address(delivery),
        "acknowledge": f"{address(delivery)}/acknowledge" if delivery.action == "ended" else None,
        "due_on": delivery.due_on.isoformat() if delivery.due_on else None,
    }  # fmt: skip
    return {
        "specversion": "1.0", "id": message_id(delivery), "source": f"{settings.PUBLIC_URL}/api/v1/deliveries",
        "type": f"goodstanding.{what}.{delivery.action}", "subject": held.number, "time": delivery.at.isoformat(),
        "datacontenttype": "application/json", "sequence": f"{delivery.position:010d}", "data": data,
    }  # fmt: skip


def body(delivery: Delivery) -> bytes:
    """As it goes over the line."""
    return orjson.dumps(event(delivery))


def message_id(delivery: Delivery) -> str:
    """``webhook-id``: the same with every attempt, so that whoever got it twice knows. No full stop in it (Standard Webhooks)."""
    return f"msg_{delivery.key.hex}"


def address(delivery: Delivery) -> str:
    """Where the receiver asks, with its token, what it is about."""
    return f"{settings.PUBLIC_URL}{reverse('api:delivery', args=[delivery.key])}"


def headers(delivery: Delivery, content: bytes) -> dict[str, str]:
    """Of one attempt: its own time, signed with every key that is valid now (Standard Webhooks 1.0)."""
    sent, name = str(int(timezone.now().timestamp())), message_id(delivery)
    message = f"{name}.{sent}.".encode() + content
    signatures = [f"v1a,{b64encode(keys.sign(key, message)).decode()}" for key in keys.valid(delivery.subscription)]
    return {
        "content-type": MEDIA_TYPE, "user-agent": "goodstanding", "webhook-id": name, "webhook-timestamp": sent,
        "webhook-signature": " ".join(reversed(signatures)),
    }  # fmt: skip
