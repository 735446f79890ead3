"""The first step of a proposal: which organisation, found by code or name as everywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.lists.views.desk import own
from goodstanding.lists.views.desk_proposing import steps
from goodstanding.organisations import searching
from goodstanding.organisations.searching import presenting
from goodstanding.ui.texts import text

PAGE, FEW = 20, 8


@require_safe
@desk
def find(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """One page of results. A personal number is neither searched nor kept in the address."""
    require(standing, "propose_listing", own(standing))
    asked = searching.understand(request.GET.get("q", ""))
    if asked.kind == "personal":
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    problem = "personal" if request.GET.get("refused") == "personal" else asked.kind if asked.kind == "short" else ""
    errors = [{"id": "q", "text": text("organisations.search.refused", problem)}] if problem else []
    context = {"asked": asked, "errors": errors, "steps": steps(0), "label": text("lists.desk.propose.title")}
    context |= presenting.present(asked, request.GET, PAGE, link=_page)
    return render(request, "lists/desk_propose_find.html", context, status=400 if errors else 200)


@require_safe
@desk
def suggestions(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What drops down as one types."""
    require(standing, "propose_listing", own(standing))
    context = presenting.suggest(request.GET.get("q", ""), FEW, link=_page, everything=reverse("lists:propose"))
    return render(request, "organisations/search/options.html", context)


def _page(hit: searching.Hit) -> str:
    return reverse("lists:propose_kind", args=[hit.organisation_id])
