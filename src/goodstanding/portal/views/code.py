"""Explain a code, and find whose it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from goodstanding.organisations.converting import convert
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.drawing import draw
from goodstanding.rules.codes import recognising
from goodstanding.rules.codes.words import word


@public
@unindexed
def code(request: HttpRequest) -> HttpResponse:
    """Take the code in ``code`` apart; a personal number is neither explained nor repeated."""
    typed = request.GET.get("code", "").strip()[:64]
    if typed and recognising.personal(typed):
        # Off the address bar and out of the page's own links; the next page says why.
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    personal = request.GET.get("refused") == "personal"
    found = convert(typed) if typed else None
    drawn = [(reading, draw(reading)) for reading in found.explanation.readings] if found else []
    context = {"typed": typed, "personal": personal, "found": found, "readings": drawn, "only": word("suggestion", "only")}
    return render(request, "portal/code.html", context, status=400 if personal else 200)
