"""Checks that a law keeps from the organisation, counted for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.checks import hidden as checks
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text

COLUMNS = ("month", "purpose", "basis", "n")


@require_safe
def hidden(request: HttpRequest) -> HttpResponseBase:
    """By month and basis; and which purposes they can be at all."""
    rows = [
        [
            Cell(text("checks.public.month_of", year=one.month.year, month=f"{one.month:%m}")), Cell(one.purpose), Cell(one.basis),
            tables.number(one.n),
        ]
        for one in checks.counted()
    ]  # fmt: skip
    table = Table(text("checks.public.caption"), [text("checks.public", name) for name in COLUMNS], rows)
    return render(request, "checks/hidden.html", {"table": table, "kept_back": checks.kept_back()})
