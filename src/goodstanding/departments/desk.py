"""Who may come to the desk: every part's pages for the signed-in use this."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from goodstanding.departments.standing import Standing, of
from goodstanding.rules.refusals import Forbidden
from goodstanding.ui.texts import text

P = ParamSpec("P")
Desk = Callable[Concatenate[HttpRequest, Standing, P], HttpResponseBase]


def desk(view: Desk[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page of the signed-in: strangers are sent to sign in; the view gets the standing. What it may see it asks for itself."""

    @wraps(view)
    def signed_in(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        standing = of(request)
        if standing.is_visitor and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if standing.is_visitor:
            raise Forbidden("NO_APPOINTMENT", text("departments.refused.no_appointment"))
        answer = view(request, standing, *args, **kwargs)
        if isinstance(answer, HttpResponse):
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], signed_in)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also where that is nothing at all; None where it was only asked for."""
    return request.POST if request.method == "POST" else None
