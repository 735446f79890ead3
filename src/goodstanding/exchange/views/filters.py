"""The offline filters: what there is, until when, the key, and how they are used."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.exchange import api, filter_making, finding
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The newest of each."""
    finding.see(standing)
    titles = {one.code: one.title for one in filter_making.wanted()}
    columns = [text("exchange.filters", name) for name in ("title", "entries", "as_of", "valid_until", "file")]
    rows = [
        [
            Cell(titles[one.code]), tables.number(one.entries), tables.moment(one.as_of), tables.moment(one.valid_until),
            Cell(text("exchange.filters.download"), reverse("exchange:filter", args=[one.code]), spoken=titles[one.code]),
        ]
        for one in filter_making.latest() if one.code in titles
    ]  # fmt: skip
    context = {"table": Table(text("exchange.filters.page"), columns, rows, titled=False), "keys": api.signers()}
    return render(request, "exchange/filters.html", context)


@require_safe
@desk
def download(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """The file itself."""
    finding.see(standing)
    return api.file(code)
