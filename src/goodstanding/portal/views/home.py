"""The front page and the search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode

from goodstanding.organisations import searching
from goodstanding.portal import listing
from goodstanding.portal.asking import understand
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.coverage import covered
from goodstanding.rules.texts import Text
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
    if asked.kind == "personal":
        # Off the address bar and out of the page's own links; the next page says why.
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    problem = "personal" if request.GET.get("refused") == "personal" else asked.kind if asked.kind == "short" else ""
    searched = asked.kind in {"code", "name"}
    cursor = request.GET.get("cursor", "")
    found = searching.search(asked.text, limit=listing.PAGE, cursor=cursor) if searched else searching.Found([], "")
    errors = [{"id": "q", "text": text("portal.search", problem)}] if problem else []
    context = {
        "asked": asked,
        "searched": searched,
        "hits": [(hit, _why(hit)) for hit in found.items],
        "first": f"?{urlencode({'q': asked.text})}" if cursor else "",
        "next": f"?{urlencode({'q': asked.text, 'cursor': found.next})}" if found.next else "",
        "coverage": covered(),
        "errors": errors,
    }
    return render(request, "portal/search.html", context, status=400 if errors else 200)


def _why(hit: searching.Hit) -> Text:
    """Why somebody finds this body: by a name or code it has, or by one it had."""
    return text("portal.search.by", hit.found_by, matched=hit.matched)
