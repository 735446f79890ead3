"""Somebody's notices: on the desk, and for whoever is signed in without one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from goodstanding.departments import standing
from goodstanding.departments.models import ROLES, User
from goodstanding.notices import reading
from goodstanding.notices.addressing import in_language
from goodstanding.ui.texts import here, text

PAGE = 50


@require_safe
@never_cache
@login_required
def box(request: HttpRequest) -> HttpResponse:
    """The newest first; ``?unread=1`` only those not read yet."""
    user = _user(request)
    only_unread = request.GET.get("unread") == "1"
    found = reading.of(user).filter(read_at__isnull=True) if only_unread else reading.of(user)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query, unread = "unread=1&" if only_unread else "", reading.unread(user)
    context = {
        "frame": "ui/desk.html" if standing.of(request).role in ROLES else "notices/page.html",
        "rows": page.object_list,
        "unread": unread,
        "tabs": [
            {"text": text("notices.box.all"), "url": request.path, "current": not only_unread},
            {"text": text("notices.box.unread"), "url": f"{request.path}?unread=1", "current": only_unread, "count": unread},
        ],
        "only_unread": only_unread,
        "first": f"?{query}" if page.number > 1 else "",
        "next": f"?{query}page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "notices/box.html", context)


@require_safe
@never_cache
@login_required
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """To what the notice is about; it has been read then."""
    found = reading.of(_user(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    reading.mark(_user(request), number)
    safe = url_has_allowed_host_and_scheme(found.url, allowed_hosts=None) and found.url.startswith("/")
    return redirect(in_language(found.url) if safe else "notices:box")


@require_POST
@login_required
def mark(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Read: this one, or all."""
    read = reading.mark(_user(request), number)
    messages.success(request, here(text("notices.box.marked", n=read)))
    return redirect("notices:box")


def _user(request: HttpRequest) -> int:
    assert isinstance(request.user, User)  # noqa: S101 - login_required; narrows the type
    return request.user.pk
