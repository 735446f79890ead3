"""Explain a code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.explaining import explain
from goodstanding.rules import persons


@public
@unindexed
def code(request: HttpRequest) -> HttpResponse:
    """Take the code in ``code`` apart; a personal number is neither explained nor repeated."""
    typed = request.GET.get("code", "").strip()[:64]
    if typed and persons.find(typed, code_column=True):
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    personal = request.GET.get("refused") == "personal"
    context = {"typed": typed, "personal": personal, "it": explain(typed) if typed else None}
    return render(request, "portal/code.html", context, status=400 if personal else 200)
