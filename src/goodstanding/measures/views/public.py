"""For everybody: which measures there are and by which rule, and what good standing brings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.departments.models import Department
from goodstanding.measures import finding, publishing, saying
from goodstanding.measures.catalogue import said_of
from goodstanding.measures.models import SIDES, Adoption
from goodstanding.ui.texts import text


@require_safe
def listed(request: HttpRequest) -> HttpResponseBase:
    """The catalogue, filtered by kind and by who has adopted."""
    side = request.GET.get("side", "")
    department = request.GET.get("body", "")
    holders = Department.objects.filter(pk__in=Adoption.everything.in_force().values("department_id"))
    context = {
        "rows": publishing.catalogue(side=side if side in SIDES else "", department=department), "side": side, "body": department,
        "sides": [(one, text("measures.side", one)) for one in SIDES], "bodies": [(one.code, saying.named(one)) for one in holders],
    }  # fmt: skip
    return render(request, "measures/public.html", context)


@require_safe
def measure(request: HttpRequest, code: str) -> HttpResponseBase:
    """One measure: its rule, on what it may rest, what must hold, who has adopted it."""
    kind, said = finding.find_kind(code), said_of(code)
    shown = publishing.one(kind, said)
    conditions = ["basis", "related", "notice", "minor", "person"] if said.side == "restriction" else ["basis", "person"]
    context = {
        "shown": shown, "side": text("measures.side", said.side), "facts": saying.of_kind(kind, said),
        "conditions": [text("measures.condition", one) for one in conditions],
    }  # fmt: skip
    return render(request, "measures/measure.html", context)


@require_safe
def incentives(request: HttpRequest) -> HttpResponseBase:
    """守信能得到什么: each red list and what it brings, by which rule."""
    return render(request, "measures/incentives.html", {"lists": publishing.incentives()})
