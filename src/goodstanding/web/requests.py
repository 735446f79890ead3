"""One log line and one measurement for each request: the route's pattern, never the address, which may hold what somebody searched for."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from goodstanding.web.log import log

SECONDS = Histogram("goodstanding_request_seconds", "Time to answer", ["method", "route", "status"])
QUIET = frozenset({"healthz", "readyz", "metrics"})


class RequestLog:
    """Outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid4().hex[:12])
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        route = request.resolver_match.route if request.resolver_match else "-"
        method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
        SECONDS.labels(method, route, str(response.status_code)).observe(seconds)
        if route not in QUIET:
            log.info("answered", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
        return response
