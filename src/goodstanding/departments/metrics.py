"""``/metrics`` for Prometheus: from the machine itself, or for somebody who may see the house's figures."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from goodstanding.departments import standing
from goodstanding.departments.allowing import require

HERE = frozenset({"127.0.0.1", "::1"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not from_here(request):
        require(standing.of(request), "see_metrics")
    return HttpResponse(generate_latest(registry()) + generate_latest(asked()), content_type=CONTENT_TYPE_LATEST)


def from_here(request: HttpRequest) -> bool:
    """Asked for on this machine, not passed on by a proxy on it."""
    return request.META.get("REMOTE_ADDR") in HERE and "HTTP_X_FORWARDED_FOR" not in request.META and "HTTP_FORWARDED" not in request.META


@cache
def asked() -> CollectorRegistry:
    """What is asked of the database when somebody scrapes, the same in every process: each part's ``figures.COLLECTORS``."""
    found = CollectorRegistry()
    for app in apps.get_app_configs():
        if app.name.startswith("goodstanding.") and find_spec(f"{app.name}.figures"):
            for collector in getattr(import_module(f"{app.name}.figures"), "COLLECTORS", ()):
                found.register(collector)
    return found


def registry() -> CollectorRegistry:
    """All web processes' figures together, where they share a folder for them (PROMETHEUS_MULTIPROC_DIR)."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    multiprocess.MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared
