"""The tabs over the desk's pages of checks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goodstanding.departments.allowing import DEPARTMENT
from goodstanding.departments.standing import Standing
from goodstanding.ui.texts import text

TABS = ("ask", "files", "history", "widget")


def tabs(standing: Standing, current: str) -> list[dict[str, Any]]:
    """What a department does here; the centre only looks back."""
    names = TABS if standing.role in DEPARTMENT else ("history", "files")
    return [
        {"text": text("checks.desk.tab", one), "url": reverse(f"checks:{one}"), "current": one == current, "count": None} for one in names
    ]
