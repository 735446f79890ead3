"""``notices.unread`` for templates: how many notices wait for whoever looks. Asked only where a page shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from goodstanding.departments.models import User
from goodstanding.notices.reading import unread


def notices(request: HttpRequest) -> dict[str, Any]:
    """A context processor; a visitor without a session costs no query."""

    def count() -> int:
        user = getattr(request, "user", None)
        return unread(user.pk) if isinstance(user, User) else 0

    return {"notices": {"unread": SimpleLazyObject(count)}}
