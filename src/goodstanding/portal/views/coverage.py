"""What the public data cover and how fresh each feed is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.portal.caching import public
from goodstanding.portal.coverage import age, covered
from goodstanding.portal.loaded import catalogue


@public
def coverage(request: HttpRequest) -> HttpResponse:
    """Every department's feeds: what, last hand-in, late or not."""
    it = covered()
    kinds = catalogue().kinds
    rows = [(feed, kinds[feed.kind].title, *age(feed)) for feed in it.feeds if feed.kind in kinds]
    return render(request, "portal/coverage.html", {"coverage": it, "rows": rows})
