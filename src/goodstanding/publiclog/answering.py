"""Answers for programs: anybody may read them from any site."""

from __future__ import annotations

import gzip

import orjson
from django.http import HttpRequest, HttpResponse

FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "no-cache"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex, noarchive",
}


def answered(content: bytes | str, kind: str, caching: str) -> HttpResponse:
    """One answer."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Cache-Control"] = caching
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def as_json(answer: object) -> HttpResponse:
    """A JSON answer that is asked for anew each time."""
    return answered(orjson.dumps(answer), "application/json", FOR_NOW)


def zipped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compressed for whoever takes it so: entries are text."""
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, 6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
