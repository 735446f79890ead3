"""The desk: how every receiver fares, and one receiver with its messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import may
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.exchange import field, finding, keys, saying
from goodstanding.exchange import health as counting
from goodstanding.exchange.health import Health
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text

PAGE = 50


@require_safe
@desk
def health(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Every receiver: what came, what waits, what fails, which ends are not acknowledged."""
    finding.see(standing)
    found = counting.of(finding.seen_by(standing))
    office = Department.objects.filter(pk=standing.department_id or finding.NOBODY).first()
    shown = request.GET.get("shown", "")
    narrowed = [one for one in found if getattr(one, shown)] if shown in counting.COUNTED else found
    rows = [
        {
            "it": one, "to": one.subscription, "department": saying.named(one.subscription), "state": saying.state_of(one.subscription),
            "shares": shares(one), "url": reverse("exchange:subscription", args=[one.subscription.pk]),
        }
        for one in narrowed
    ]  # fmt: skip
    context = {
        "rows": rows, "any": bool(found), "shown": shown if shown in counting.COUNTED else "",
        "tiles": _tiles(counting.totals(found)) if found else [], "is_centre": standing.is_centre,
        "may_subscribe": may(standing, "subscribe", office),
    }  # fmt: skip
    return render(request, "exchange/health.html", context)


@require_safe
@desk
def subscription(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """One receiver: what it hears of, its keys, its messages in order, and what can be done."""
    to = finding.find(standing, pk)
    (it,) = counting.of([to])
    shown = request.GET.get("shown", "")
    found = finding.narrowed(Delivery.objects.filter(subscription=to).select_related("holding", "subscription"), shown)
    page = Paginator(found.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    messages = list(page.object_list)
    acknowledgeable = [one.pk for one in messages if one.action == "ended" and one.acknowledged_at is None]
    context = {
        "to": to, "it": it, "state": saying.state_of(to), "facts": _facts(to, it, standing), "shares": shares(it),
        "topics": [field.title(one.target, one.code) for one in to.topics.filter(ended_at__isnull=True)],
        "keys": [{"shown": keys.shown(one), "until": one.until} for one in keys.valid(to)] if to.way == "webhook" else [],
        "table": _table(messages), "tabs": _tabs(it, shown), "acknowledgeable": acknowledgeable,
        "may_acknowledge": may(standing, "acknowledge_delivery", to), "actions": _actions(to, standing), **tables.pages(page, request),
    }  # fmt: skip
    return render(request, "exchange/subscription.html", context)


def shares(it: Health) -> list[tuple[Any, int, str]]:
    """The picture: what has become of all messages."""
    parts = [
        (text("exchange.share.received"), it.received, "good"), (text("exchange.share.waiting"), it.waiting, "wait"),
        (text("exchange.share.given_up"), it.given_up, "bad"),
    ]  # fmt: skip
    return [part for part in parts if part[1]]


def _facts(to: Subscription, it: Health, standing: Standing) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("name", to.name), ("department", saying.named(to)), ("way", text("exchange.way_short", to.way)),
        ("url", to.url if not standing.is_centre or standing.role == "administrator" else ""),
        ("districts", "、".join(to.districts)), ("last", tables.moment(it.last).value if it.last else text("exchange.never")),
        ("made", tables.joined(_plain(tables.moment(to.made_at).value), _plain(to.by))),
        ("ended", tables.joined(_plain(tables.moment(to.ended_at).value), _plain(to.ended_because)) if to.ended_at else ""),
    ]  # fmt: skip
    return [{"key": text("exchange.subscription", name), "value": value} for name, value in rows if value]


def _plain(words: Any) -> Any:
    return text("exchange.plain", words=words)


def _table(messages: list[Delivery]) -> Table:
    columns = [text("exchange.column", name) for name in ("number", "topic", "what", "at", "due_on", "how")]
    rows = []
    for one in messages:
        words, tone = saying.how(one)
        also = ((text("exchange.how.overdue"), "bad"),) if saying.is_overdue(one) and one.received_at is None else ()
        rows.append([
            Cell(one.holding.number, reverse("exchange:message", args=[one.key]), style="gs-number gs-whole"),
            Cell(saying.title(one.holding)),
            Cell(saying.what(one)), tables.moment(one.at), _due(one), Cell(words, tone=tone, also=also),
        ])  # fmt: skip
    return Table(text("exchange.messages.title"), columns, rows, titled=False)


def _due(one: Delivery) -> Cell:
    if one.action != "ended":
        return Cell("—")
    return tables.day(one.due_on) if one.due_on else Cell(text("exchange.unknown"))


def _tabs(it: Health, shown: str) -> list[dict[str, Any]]:
    counts = {"": it.total, **{name: getattr(it, name) for name in counting.COUNTED}}
    return [
        {"text": text("exchange.shown", name or "all"), "url": f"?shown={name}" if name else "?", "current": shown == name, "count": n}
        for name, n in counts.items()
    ]


def _tiles(counted: dict[str, int]) -> list[dict[str, Any]]:
    tones = {"waiting": "plain", "failing": "wait", "given_up": "bad", "to_acknowledge": "wait", "overdue": "bad"}
    return [
        {"text": text("exchange.shown", name), "n": counted[name], "url": f"?shown={name}", "tone": tone} for name, tone in tones.items()
    ]


def _actions(to: Subscription, standing: Standing) -> list[dict[str, Any]]:
    """What can be done, as links to forms."""
    names: list[str] = []
    if to.ended_at is None and may(standing, "subscribe", to):
        names += ["topics", "address", *(["rotate"] if to.way == "webhook" else []), "end"]
    if to.is_sent and may(standing, "replay_delivery", to):
        names.insert(0, "replay")
    return [{"text": text("exchange.deed", name, "title"), "url": reverse("exchange:deed", args=[to.pk, name])} for name in names]
