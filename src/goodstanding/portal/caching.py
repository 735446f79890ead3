"""Answers that can be asked for again cheaply: an ETag over the content, 304 when it is known, never kept without asking.

A record may stop showing, or be marked as disputed, at any moment: no cache may show it longer. So every answer is revalidated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with its ETag, or 304."""
    if response.status_code != 200:
        return response
    response.headers["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers.setdefault("Cache-Control", "no-cache")
    return cast(HttpResponse, get_conditional_response(request, etag=response.headers["ETag"], response=response))


def public(view: View) -> View:
    """A public page: read only, revalidated; it differs by the cookies of letters and sign-in."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        return revalidated(request, response)

    return page


def unindexed(view: View) -> View:
    """A page about an organisation or a record: no search engine may keep it, because its copy would outlive the period of publication."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return page


def as_json(request: HttpRequest, answer: object) -> HttpResponse:
    """A JSON answer anybody may read from any site; revalidated and unindexed like the pages."""
    response = HttpResponse(orjson.dumps(answer), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return revalidated(request, response)
