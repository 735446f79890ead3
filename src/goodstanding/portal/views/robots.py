"""robots.txt.

Search engines may show what the site is, what it covers and what is checked, and may not keep anything about an organisation:
a record stops showing on a day (信用修复管理办法：最长公示期届满自动停止公示), and a copy in somebody's index or archive would
outlive it. Pages of organisations, records, lists and searches therefore answer ``X-Robots-Tag: noindex, noarchive``. They are
not disallowed here, for a crawler that may not fetch a page never reads that answer and may list the bare address; only the
search, which costs, is.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goodstanding.portal.caching import public

RULES = "User-agent: *\nDisallow: /search\nDisallow: /en/search\nDisallow: /desk/\nDisallow: /account/\nDisallow: /api/\n"


@public
def robots(_request: HttpRequest) -> HttpResponse:
    """The rules, the same for every crawler."""
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
