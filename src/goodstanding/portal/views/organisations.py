"""The page of one organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from goodstanding.lists import cards
from goodstanding.organisations.finding import by_code, code_of
from goodstanding.organisations.living import questioning
from goodstanding.organisations.living.guessing import parent_by_name
from goodstanding.portal import listing
from goodstanding.portal.asking import understand
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.coverage import covered
from goodstanding.portal.loaded import catalogue
from goodstanding.portal.organisation import describe
from goodstanding.portal.views.newest import PAGES
from goodstanding.records.models import Record

FEW = 10


@public
@unindexed
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Names, codes and what shows today; an earlier code leads to today's."""
    found = by_code(code)
    if found is None and understand(code).kind == "personal":
        return HttpResponseRedirect(f"{reverse('portal:search')}?refused=personal")
    if found is None:
        return render(request, "portal/unknown_code.html", {"coverage": covered()}, status=404)
    if (address := code_of(found)) != code:
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        # For now, not for good: an earlier code may turn out to be another's, a merge may be undone.
        return HttpResponseRedirect(reverse("portal:organisation", args=[address]) + asked)
    described = describe(found)
    groups = [
        {
            "kind": kind,
            "count": described.counts.get(kind.code, 0),
            "lines": lines,
            "more": more,
            "all": f"{reverse(PAGES[kind.code])}?organisation={code}",
        }
        for kind in catalogue().kinds.values()
        for lines, more in [listing.newest(Record.public.of_body(described.members).filter(kind=kind.code), limit=FEW)]
    ]
    context = {
        "it": described,
        "groups": groups,
        "entries": cards.of_bodies(described.members),
        "coverage": covered(),
        "address": code,
        "asked": questioning.ask(found, request.GET.dict()),
        "parent": None if described.state.relations else parent_by_name(found),
    }
    return render(request, "portal/organisation.html", context)
