"""The page about the log, for anybody."""

from __future__ import annotations

from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.publiclog import keys, reading
from goodstanding.publiclog.models import Checkpoint

LAST = 10


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What it is, where it stands, who has witnessed it, and how anybody checks it."""
    newest = reading.latest()
    found = Checkpoint.objects.order_by("-size").prefetch_related("cosignatures")[:LAST]
    rows = [(one, b64encode(one.root).decode(), [line.witness for line in one.cosignatures.all()]) for one in found]
    context = {
        "newest": newest,
        "root": b64encode(newest.root).decode() if newest else "",
        "note": reading.served(newest) if newest else "",
        "key": str(keys.verifier()),
        "rows": rows,
        "address": f"{settings.PUBLIC_URL}/log",
    }
    response = render(request, "publiclog/log.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response
