"""Public answers: with an ETag, asked for anew each time, kept by no search engine where organisations are named."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for anybody; it differs by the cookies of letters and sign-in."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Cookie"])
        return _revalidated(request, response)

    return page


def unindexed(response: HttpResponse) -> HttpResponse:
    """A copy elsewhere would outlive what it names."""
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def as_json(request: HttpRequest, answer: object) -> HttpResponse:
    """A JSON answer anybody may read from any site."""
    response = HttpResponse(orjson.dumps(answer), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    return _revalidated(request, unindexed(response))


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Its ETag, and 304 where the reader has it already: Django's own middleware, for this answer alone."""

    def ready(_request: HttpRequest) -> HttpResponseBase:
        return response

    return cast(HttpResponse, ConditionalGetMiddleware(ready).process_response(request, response))
