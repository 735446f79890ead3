"""What stands in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (
    Item(
        text="exchange.navigation", view="exchange:health", menu="use", order=234,
        roles=frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"}),
    ),
)  # fmt: skip
