"""One message: what it said, every attempt, its acknowledgement, and once more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.departments.allowing import may
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.exchange import acknowledging, envelope, finding, replaying, saying
from goodstanding.exchange.models import Delivery
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text


@require_safe
@desk
def one(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:
    """As it was sent, and what became of it."""
    found = finding.find_delivery(standing, key)
    words, tone = saying.how(found)
    context = {
        "it": found, "state": words, "tone": tone, "facts": saying.facts(found), "when": _when(found),
        "event": orjson.dumps(envelope.event(found), option=orjson.OPT_INDENT_2).decode(), "attempts": _attempts(found),
        "may_acknowledge": found.action == "ended" and found.acknowledged_at is None and may(standing, "acknowledge_delivery", found),
        "may_replay": found.subscription.is_sent and may(standing, "replay_delivery", found),
        "back": reverse("exchange:subscription", args=[found.subscription_id]),
    }  # fmt: skip
    return render(request, "exchange/message.html", context)


@require_POST
@desk
def acknowledge(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:
    """It is out of this department's own system."""
    acknowledging.acknowledge(finding.find_delivery(standing, key, "acknowledge_delivery"), by=standing)
    messages.success(request, here(text("exchange.done.acknowledged", n="1")))
    return redirect("exchange:message", key)


@require_POST
@desk
def replay(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:
    """Once more, from its first attempt."""
    replaying.replay(finding.find_delivery(standing, key, "replay_delivery"), by=standing)
    messages.success(request, here(text("exchange.done.replay", n="1")))
    return redirect("exchange:message", key)


def _when(found: Delivery) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("received", tables.moment(found.received_at).value), ("next", tables.moment(found.next_try_at).value),
        ("given_up", tables.moment(found.given_up_at).value if found.received_at is None else ""),
        ("due_on", (tables.day(found.due_on).value if found.due_on else text("exchange.unknown")) if found.action == "ended" else ""),
        ("acknowledged", tables.moment(found.acknowledged_at).value), ("acknowledged_by", found.acknowledged_by),
    ]  # fmt: skip
    return [{"key": text("exchange.delivery", name), "value": value} for name, value in rows if value]


def _attempts(found: Delivery) -> Table:
    columns: list[Text] = [text("exchange.attempt.at"), text("exchange.attempt.became")]
    rows = [(tables.moment(one.at), Cell(saying.fault(one.status, one.fault))) for one in found.attempts.all()]
    return Table(text("exchange.attempt.title"), columns, rows, titled=False)
