"""The newest permits and penalties, with filters, and the same as Atom feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goodstanding.departments.models import Department
from goodstanding.portal import listing
from goodstanding.portal.atom import write
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.coverage import covered
from goodstanding.portal.loaded import catalogue
from goodstanding.ui.texts import text

PAGES = {"permit": "portal:permits", "penalty": "portal:penalties"}
FEED = 50


@public
@unindexed
def newest(request: HttpRequest, kind: str) -> HttpResponse:
    """A page of records, narrowed as asked."""
    chosen = listing.filters(request.GET)
    lines, cursor = listing.newest(chosen.narrow(listing.of_kind(kind)), cursor=request.GET.get("cursor", ""))
    it = catalogue().kinds[kind]
    categories = catalogue().codes.get(it.fields[it.field("decision.category")].codes)
    context = {
        "kind": it, "lines": lines, "chosen": chosen, "coverage": covered(),
        "first": f"?{chosen.query()}" if request.GET.get("cursor") else "",
        "next": f"?{chosen.query(cursor=cursor)}" if cursor else "",
        "feed": f"{reverse(f'{PAGES[kind]}-feed')}?{chosen.query()}".rstrip("?"),
        "departments": Department.objects.filter(feeds__kind=kind).distinct(),
        "districts": Department.objects.exclude(district="").values_list("district", flat=True).distinct().order_by("district"),
        "categories": categories.items if categories else (),
        "errors": [{"id": name, "text": text("portal.newest.unread")} for name in chosen.unread],
    }  # fmt: skip
    return render(request, "portal/newest.html", context)


@public
@unindexed
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest as Atom (RFC 4287), narrowed as asked."""
    chosen = listing.filters(request.GET)
    lines, _ = listing.newest(chosen.narrow(listing.of_kind(kind)), limit=FEED)
    return HttpResponse(
        write(request, catalogue().kinds[kind], PAGES[kind], chosen, lines), content_type="application/atom+xml; charset=utf-8"
    )
