"""The search: the page of results, and the suggestions that drop down as one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from goodstanding.organisations import searching
from goodstanding.organisations.searching import presenting
from goodstanding.portal import listing
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.coverage import covered
from goodstanding.ui.texts import text

FEW = 8
"""Suggestions: what a phone shows above its keyboard, and somebody reads at a glance."""


@public
@unindexed
def search(request: HttpRequest) -> HttpResponse:
    """Organisations found and by what; says what it could not search for and why."""
    asked = searching.understand(request.GET.get("q", ""))
    if asked.kind == "personal":
        # Off the address bar and out of the page's own links; the next page says why.
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    problem = "personal" if request.GET.get("refused") == "personal" else asked.kind if asked.kind == "short" else ""
    errors = [{"id": "q", "text": text("portal.search", problem)}] if problem else []
    context = {"asked": asked, "searched": asked.searchable, "coverage": covered(), "errors": errors}
    context |= presenting.present(asked, request.GET, listing.PAGE, link=_page)
    return render(request, "portal/search.html", context, status=400 if errors else 200)


@public
@unindexed
def suggestions(request: HttpRequest) -> HttpResponse:
    """What drops down from the box as one types."""
    context = presenting.suggest(request.GET.get("q", ""), FEW, link=_page, everything=reverse("portal:search"))
    return render(request, "organisations/search/options.html", context)


def _page(hit: searching.Hit) -> str:
    return reverse("portal:organisation", args=[hit.code])
