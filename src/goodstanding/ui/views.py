"""The size of the letters, and the pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from goodstanding.rules.refusals import Refused
from goodstanding.ui.context import LARGE

YEAR = 365 * 24 * 3600


@require_safe
def letters(request: HttpRequest, size: str) -> HttpResponse:
    """Remember large or ordinary letters in a cookie and go back: a plain link, no script."""
    back = request.GET.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    if size == "large":
        answer.set_cookie(LARGE, "1", max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie(LARGE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page for a :class:`Refused`: what is wrong and what to do, with its public code and its HTTP status."""
    return render(request, "ui/refused.html", {"refusal": refusal}, status=refusal.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """400 (``handler400``)."""
    return render(request, "ui/trouble.html", {"status": "400"}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """403 (``handler403``)."""
    return render(request, "ui/trouble.html", {"status": "403"}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """404 (``handler404``)."""
    return render(request, "ui/trouble.html", {"status": "404"}, status=404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """A form sent without its token (``CSRF_FAILURE_VIEW``): the page was open too long, or came from elsewhere."""
    return render(request, "ui/trouble.html", {"status": "csrf"}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500 (``handler500``): a fault of ours; the page never says what, and never "nothing found"."""
    return render(request, "ui/trouble.html", {"status": "500"}, status=500)
