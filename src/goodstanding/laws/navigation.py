"""What stands in the navigation: of the desk, and of the public site."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (
    Item(
        text="laws.navigation", view="laws:desk", menu="use", order=240,
        roles=frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"}),
    ),
)  # fmt: skip
PUBLIC = (Item(text="laws.navigation", view="laws:register", menu="rules", order=55),)
