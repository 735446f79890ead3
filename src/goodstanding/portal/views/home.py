"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.portal import listing
from goodstanding.portal.caching import public
from goodstanding.portal.coverage import covered

FEW = 5


@public
def home(request: HttpRequest) -> HttpResponse:
    """The search box, the newest of each kind, and how fresh everything is."""
    newest = {kind: listing.newest(listing.of_kind(kind), limit=FEW)[0] for kind in ("permit", "penalty")}
    return render(request, "portal/home.html", {"newest": newest, "coverage": covered(), "front": True})
