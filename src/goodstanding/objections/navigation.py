"""What stands in the navigation; ``ui.navigation`` reads this."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

CENTRE = frozenset({"clerk", "auditor", "director"})

DESK = (
    Item(text="objections.navigation.cases", view="objections:list", menu="cases", roles=CENTRE, order=41),
    Item(
        text="objections.navigation.inquiries",
        view="objections:inquiries",
        menu="cases",
        roles=frozenset({"steward", "head", "official"}),
        order=41,
    ),
    Item(text="objections.navigation.reports", view="objections:reports", menu="cases", roles=frozenset({"clerk", "auditor"}), order=42),
)
