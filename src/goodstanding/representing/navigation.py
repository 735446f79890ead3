"""What stands in the desk's navigation; ``ui.navigation`` reads this."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (
    Item(
        text="representing.navigation.powers",
        view="representing:desk_powers",
        menu="cases",
        roles=frozenset({"clerk", "auditor"}),
        order=300,
    ),
    Item(text="representing.navigation.window", view="representing:window", menu="cases", roles=frozenset({"clerk"}), order=310),
)
