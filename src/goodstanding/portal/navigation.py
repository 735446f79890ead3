"""What stands in the public navigation; ``ui.navigation`` reads this."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

PUBLIC = (
    Item(text="portal.navigation.home", view="portal:home", order=10),
    Item(text="portal.navigation.permits", view="portal:permits", order=20),
    Item(text="portal.navigation.penalties", view="portal:penalties", order=30),
    Item(text="portal.navigation.coverage", view="portal:coverage", menu="rules", order=57),
    Item(text="portal.navigation.catalogue", view="portal:catalogue", menu="rules", order=50),
    Item(text="portal.navigation.code", view="portal:code", order=60),
)
