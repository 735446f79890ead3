"""Cursors: where a page ended, as an opaque word in the address. A page goes on from a row, so nothing shifts or repeats."""

from __future__ import annotations

import base64
import binascii
import json

from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

UNREADABLE = (ValueError, binascii.Error, UnicodeDecodeError)


class BadCursor(Refused):
    """A cursor that is none of ours."""

    status = 400

    def __init__(self) -> None:
        super().__init__("CURSOR_UNREADABLE", text("ui.pages.bad_cursor"))


def encode(*place: str | int) -> str:
    """The row a page ended with."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":"), ensure_ascii=False).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[str]:
    """The pieces of a cursor, as many as expected; :class:`BadCursor` otherwise."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except UNREADABLE as error:
        raise BadCursor from error
    if not isinstance(place, list) or len(place) != length or not all(isinstance(piece, str | int) for piece in place):
        raise BadCursor
    return [str(piece) for piece in place]
