"""Who may come to the desk."""

from __future__ import annotations

from goodstanding.departments.desk import desk, sent

__all__ = ("desk", "sent")
