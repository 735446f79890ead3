"""What was typed wrongly stands beside its field; everything else is a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from goodstanding.rules.refusals import Conflict, Forbidden, Refused

T = TypeVar("T")
FIELDS = {
    "NAME_MISSING": "id_name", "URL_WRONG": "id_url", "URL_NOT_HTTPS": "id_url", "URL_INSIDE": "id_url", "WAY_MISSING": "id_way",
    "TOPICS_MISSING": "id_topics", "TOPIC_OUTSIDE": "id_topics", "DISTRICTS_WRONG": "id_districts", "REASON_MISSING": "id_because",
    "SINCE_IN_FUTURE": "id_since",
}  # fmt: skip
"""A refusal -> the field it is about."""


def tried(do: Callable[[], T]) -> tuple[T | None, Refused | None]:
    """Do it; who may not, or came too late, has nothing to correct in a form."""
    try:
        return do(), None
    except (Forbidden, Conflict):
        raise
    except Refused as refused:
        return None, refused


def at(refused: Refused | None) -> list[dict[str, Any]]:
    """For the error summary."""
    return [{"id": FIELDS.get(refused.code, ""), "text": refused.why}] if refused else []
