"""What stands in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (
    Item(
        text="withdrawals.navigation", view="withdrawals:list", menu="cases", order=220,
        roles=frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"}),
    ),
)  # fmt: skip
