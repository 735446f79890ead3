"""The inbox is where the desk begins for those something waits for."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

WORK = frozenset({"clerk", "steward", "head", "director"})
LOOK = frozenset({"auditor", "administrator"})

DESK = (
    Item(text="desk.navigation.inbox", view="desk:inbox", roles=WORK, order=5),
    Item(text="desk.navigation.inbox", view="desk:inbox", roles=LOOK, order=15),
    Item(text="desk.navigation.escalations", view="desk:escalations", menu="cases", roles=frozenset({"head", "director"}), order=16),
    Item(
        text="desk.navigation.calendar",
        view="desk:calendars",
        menu="house",
        roles=frozenset({"clerk", "administrator", "director"}),
        order=710,
    ),
)
