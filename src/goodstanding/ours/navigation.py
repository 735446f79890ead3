"""What stands in the navigation; ``ui.navigation`` reads this."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

PUBLIC = (Item(text="ours.navigation", view="ours:choose", order=70),)
DESK = (Item(text="ours.navigation", view="ours:choose", roles=frozenset({"account", "representative"}), order=5),)
