"""The organisation's own page: which receivers were told of what, and which have not yet acknowledged that it has ended."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.exchange import finding, saying
from goodstanding.exchange.models import Delivery, Holding
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.representing.acting import ours
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text

PAGE = 50


@require_safe
@ours
def delivered(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """By name and day."""
    require(standing, "see_ours", organisation)
    found = finding.of_organisation(organisation).prefetch_related(Prefetch("deliveries", Delivery.objects.order_by("position")))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "code": code_of(organisation),
        "table": _table(list(page.object_list)),
        **tables.pages(page, request),
    }
    return render(request, "exchange/ours.html", context)


def _table(held: list[Holding]) -> Table:
    columns = [text("exchange.ours", name) for name in ("receiver", "thing", "told", "ended", "acknowledged")]
    return Table(text("exchange.ours.caption"), columns, [_row(one) for one in held], titled=False)


def _row(one: Holding) -> list[Cell]:
    """What was told when; of what has ended, whether it is out of the receiver's system."""
    told = list(one.deliveries.all())
    added = next((each for each in reversed(told) if each.action == "added"), None)
    ended = next((each for each in reversed(told) if each.action == "ended"), None) if one.state == "out" else None
    title = saying.title(one)
    return [
        Cell(saying.named(one.subscription), below=(one.subscription.name,)), Cell(title, below=(one.number,)),
        tables.day((added.received_at or added.at) if added else one.added_at),
        tables.day(ended.at) if ended else Cell("—"),
        _acknowledged(ended),
    ]  # fmt: skip


def _acknowledged(ended: Delivery | None) -> Cell:
    if ended is None:
        return Cell(text("exchange.ours.counts"), tone="plain")
    if ended.acknowledged_at is not None:
        return Cell(text("exchange.ours.out"), tone="good", below=(str(tables.day(ended.acknowledged_at).value),))
    words = "overdue" if saying.is_overdue(ended) else "not_yet"
    return Cell(text("exchange.ours", words), tone="bad" if words == "overdue" else "wait")
