"""Find an organisation at the desk: the search of the public site, with the desk's own pages behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.intake.views.desk import desk
from goodstanding.organisations import searching
from goodstanding.organisations.searching import presenting
from goodstanding.ui.texts import text

PAGE, FEW = 20, 8


@require_safe
@desk
def organisations(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """One page of results. A personal number is neither searched nor kept in the address."""
    require(standing, "see_organisation")
    asked = searching.understand(request.GET.get("q", ""))
    if asked.kind == "personal":
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    problem = "personal" if request.GET.get("refused") == "personal" else asked.kind if asked.kind == "short" else ""
    errors = [{"id": "q", "text": text("organisations.search.refused", problem)}] if problem else []
    context = {"asked": asked, "errors": errors} | presenting.present(asked, request.GET, PAGE, link=_page)
    return render(request, "intake/organisations.html", context, status=400 if errors else 200)


@require_safe
@desk
def suggestions(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What drops down as one types."""
    require(standing, "see_organisation")
    context = presenting.suggest(request.GET.get("q", ""), FEW, link=_page, everything=reverse("intake:organisations"))
    return render(request, "organisations/search/options.html", context)


def _page(hit: searching.Hit) -> str:
    return reverse("intake:organisation", args=[hit.organisation_id])
