"""An address that was kept, in the language of whoever follows it. (``translate_url`` only knows the language that is active.)"""

from __future__ import annotations

from django.urls import get_script_prefix
from django.utils.translation import get_language

ENGLISH = "en/"


def in_language(path: str, language: str | None = None) -> str:
    """The same page in ``zh-hans`` or ``en``; without one in the language of the request at hand."""
    prefix = get_script_prefix()
    bare = path.removeprefix(prefix).removeprefix(ENGLISH)
    english = (language or get_language() or "").startswith("en")
    return f"{prefix}{ENGLISH if english else ''}{bare}"
