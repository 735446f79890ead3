"""What every page may say about itself: its language, the same page in the other one, the size of its letters, the navigation.

Settings name :func:`page` among the template context processors.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from goodstanding.ui.navigation import Link, Menu, gathered, links

LARGE = "large_text"
"""The cookie of the large-text mode (长者模式)."""


def page(request: HttpRequest) -> dict[str, Any]:
    """``ui``: everything the base templates need; the navigation is only made when a page shows it."""
    english = (get_language() or "").startswith("en")
    here = request.get_full_path()
    return {
        "ui": {
            "language": "en" if english else "zh-Hans",
            "english": english,
            "here": here,
            "zh_url": translate_url(here, "zh-hans"),
            "en_url": translate_url(here, "en"),
            "large": request.COOKIES.get(LARGE) == "1",
            "standing": getattr(request, "standing", None),
            "public": SimpleLazyObject(lambda: gathered(links("PUBLIC", path=request.path))),
            "desk": SimpleLazyObject(lambda: desk(request)),
        }
    }


def desk(request: HttpRequest) -> list[Link | Menu]:
    """The navigation of the signed-in; ``request.standing`` is set by the accounts' middleware."""
    standing = getattr(request, "standing", None)
    return gathered(links("DESK", role=getattr(standing, "role", "") or "", path=request.path))
