"""What stands in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (
    Item(
        text="repairs.navigation", view="repairs:list", menu="cases", order=210,
        roles=frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"}),
    ),
)  # fmt: skip
