"""The log for programs: C2SP tlog-tiles (checkpoint, tiles, entry bundles), the key, and a record's proofs."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goodstanding.publiclog import keys, proving, reading
from goodstanding.publiclog.answering import FOR_EVER, FOR_NOW, answered, as_json, zipped
from goodstanding.publiclog.merkle import WIDTH

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
_PLACE = re.compile(r"(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?")


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest, with the witnesses' lines."""
    found = reading.published()
    return answered(reading.served(found), TEXT, FOR_NOW) if found else _nothing()


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The verifier key, one line."""
    return answered(f"{keys.verifier()}\n", TEXT, FOR_NOW)


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries, full or the first so many of it: what it holds never changes."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return _nothing()
    index, width = int(found["index"].replace("x", "").replace("/", "")), int(found["width"] or WIDTH)
    if placed(index) != found["index"] or (found["width"] and width >= WIDTH):
        return _nothing()
    bundles = found["level"] == "entries"
    data = reading.bundle(index, width) if bundles else reading.tile(int(found["level"]), index, width)
    if data is None:
        return _nothing()
    response = answered(data, BYTES, FOR_EVER)
    return zipped(request, response) if bundles else response


@require_safe
def proofs(_request: HttpRequest, record_id: UUID) -> HttpResponse:
    """A record's proofs as a file to keep."""
    response = as_json(proving.prove(record_id))
    response.headers["Content-Disposition"] = f'attachment; filename="log-{record_id}.json"'
    return response


def _nothing() -> HttpResponse:
    """Not there, or not yet; no page, for nobody reads it."""
    response = answered("", TEXT, FOR_NOW)
    response.status_code = 404
    return response


def placed(index: int) -> str:
    """1234067 is ``x001/x234/067``."""
    pieces = [f"{index % 1000:03}"]
    while index := index // 1000:
        pieces.append(f"x{index % 1000:03}")
    return "/".join(reversed(pieces))
