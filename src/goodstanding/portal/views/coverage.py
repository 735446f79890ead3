"""What the public data cover and how fresh each feed is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.departments.feeds import Freshness
from goodstanding.portal.caching import public
from goodstanding.portal.coverage import age, covered
from goodstanding.portal.loaded import catalogue
from goodstanding.rules.texts import Text


@public
def coverage(request: HttpRequest) -> HttpResponse:
    """Every department's feeds: what, last hand-in, late or not."""
    it = covered()
    kinds = catalogue().kinds
    departments: dict[int, list[tuple[Freshness, Text, int, int]]] = {}
    for feed in it.feeds:
        if feed.kind in kinds:
            departments.setdefault(feed.department_id, []).append((feed, kinds[feed.kind].title, *age(feed)))
    return render(request, "portal/coverage.html", {"coverage": it, "departments": departments.values()})
