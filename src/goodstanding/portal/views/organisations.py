"""The page of one organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from goodstanding.portal import listing
from goodstanding.portal.asking import understand
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.coverage import covered
from goodstanding.portal.loaded import catalogue
from goodstanding.portal.organisation import address, describe, find
from goodstanding.portal.views.newest import PAGES
from goodstanding.records.models import Record

FEW = 10


@public
@unindexed
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Names, codes and what shows today; an earlier code leads to today's."""
    found = find(code)
    if found is None and understand(code).kind == "personal":
        return HttpResponseRedirect(f"{reverse('portal:search')}?refused=personal")
    if found is None:
        return render(request, "portal/unknown_code.html", {"coverage": covered()}, status=404)
    if address(found) != code:
        return HttpResponsePermanentRedirect(reverse("portal:organisation", args=[address(found)]))
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
        for lines, more in [listing.newest(Record.public.filter(organisation=found, kind=kind.code), limit=FEW)]
    ]
    return render(request, "portal/organisation.html", {"it": described, "groups": groups, "coverage": covered(), "address": code})
