"""The front page and the search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.organisations import searching
from goodstanding.portal import listing
from goodstanding.portal.asking import understand
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.coverage import covered
from goodstanding.ui.texts import text

FEW = 5


@public
def home(request: HttpRequest) -> HttpResponse:
    """The search box, the newest of each kind, and how fresh everything is."""
    newest = {kind: listing.newest(listing.of_kind(kind), limit=FEW)[0] for kind in ("permit", "penalty")}
    return render(request, "portal/home.html", {"newest": newest, "coverage": covered(), "front": True})


@public
@unindexed
def search(request: HttpRequest) -> HttpResponse:
    """Organisations by code, piece of a code, or piece of a name; says what it could not search for and why."""
    asked = understand(request.GET.get("q", ""))
    found = None
    if asked.kind in {"code", "name"}:
        found = searching.search(asked.text, limit=listing.PAGE, cursor=request.GET.get("cursor", ""))
    errors = [{"id": "q", "text": text("portal.search", asked.kind)}] if asked.kind in {"short", "personal"} else []
    context = {"asked": asked, "found": found, "coverage": covered(), "errors": errors}
    return render(request, "portal/search.html", context, status=400 if errors else 200)
