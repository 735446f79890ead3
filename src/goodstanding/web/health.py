"""Is the process alive (``/healthz``); can it do its work (``/readyz``: database, migrations, data folder)."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

READY: set[str] = set()
"""Checks that stay true once they were: the migrations of a running process do not change."""


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 and ``ready``, or 503 and the names of the checks that fail."""
    failing = [name for name, check in CHECKS.items() if not check()]
    return JsonResponse({"status": "unready", "failing": failing} if failing else {"status": "ready"}, status=503 if failing else 200)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrated() -> bool:
    if "migrated" in READY:
        return True
    try:
        executor = MigrationExecutor(connection)
        done = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False
    if done:
        READY.add("migrated")
    return done


def data_writable() -> bool:
    return os.access(settings.DATA_DIR, os.W_OK)


CHECKS = {"database": database_answers, "migrations": migrated, "data_folder": data_writable}
