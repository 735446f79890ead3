"""What a program sends to be handed in: a file, or rows as JSON. Either way it is sealed as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake import receiving, uploading
from goodstanding.intake.receiving import About, Handed
from goodstanding.intake.spool import CHUNK, TooLarge
from goodstanding.rules.refusals import Missing, Refused, Unusable
from goodstanding.ui.texts import text

KEY_LENGTH = 200
ROWS_NAME = "rows.ndjson"


class Incomplete(Refused):
    """The request lacks something every such request has (400)."""

    status = 400


class Unsupported(Refused):
    """Neither a form nor JSON (415)."""

    status = 415


def key_of(request: HttpRequest) -> str:
    """The Idempotency-Key, which has to be there."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 1 <= len(key) <= KEY_LENGTH or not key.isprintable():
        raise Incomplete("IDEMPOTENCY_KEY_NEEDED", text("intake.refused.key_needed"))
    return key


def hand_in(request: HttpRequest, department: Department, *, by: Standing) -> Handed:
    """Take a form with a file, or JSON rows."""
    key = key_of(request)
    if request.content_type == "multipart/form-data":
        with uploading.uploaded(request) as upload:
            about = _about(request.POST, department, key, upload.name if upload else "")
            receiving.allow(about, by=by)
            if upload is None:
                raise Unusable("FILE_NEEDED", text("intake.refused.no_file"))
            return receiving.take(upload.id, upload.sealed, about, by=by)
    if request.content_type != "application/json":
        raise Unsupported("CONTENT_TYPE", text("intake.refused.content_type"))
    body, rows = _json(request)
    return receiving.receive(_lines(rows), _about(body, department, key, ROWS_NAME), by=by)


def _about(fields: Mapping[str, object], department: Department, key: str, name: str) -> About:
    kind, follows = fields.get("kind"), fields.get("follows") or None
    try:
        following = UUID(follows) if isinstance(follows, str) else None
    except ValueError as error:
        raise Missing("FOLLOWS_UNKNOWN", text("intake.refused.follows_unknown")) from error
    if follows is not None and following is None:
        raise Missing("FOLLOWS_UNKNOWN", text("intake.refused.follows_unknown"))
    return About(department=department, kind=kind if isinstance(kind, str) else "", channel="api", name=name, key=key, follows=following)


def _json(request: HttpRequest) -> tuple[dict[str, object], list[object]]:
    try:
        body = orjson.loads(request.body)
    except RequestDataTooBig as error:
        raise TooLarge("ROWS_TOO_MANY", text("intake.refused.rows_too_many", limit=5)) from error
    except orjson.JSONDecodeError as error:
        raise Unusable("ROWS_UNREADABLE", text("intake.refused.rows_unreadable", line=error.lineno, column=error.colno)) from error
    rows = body.get("rows") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not rows or not all(_is_row(row) for row in rows) or not set(body) <= {"kind", "rows", "follows"}:
        raise Unusable("ROWS_NEEDED", text("intake.refused.rows_needed"))
    return body, rows


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and bool(row) and not any(isinstance(value, (list, dict)) for value in row.values())


def _lines(rows: list[object]) -> Iterator[bytes]:
    """One row a line, fields sorted: the same rows are the same file, however a program happens to write them."""
    waiting = bytearray()
    for row in rows:
        waiting += orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
