"""The desk's own share of the inbox: the parts that have none of their own."""

from __future__ import annotations

from goodstanding.desk.existing import waiting

__all__ = ("waiting",)
