"""What stands in the navigation: the desk's."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

DESK = (
    Item(
        text="lists.desk.navigation", view="lists:desk", menu="use", order=226,
        roles=frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"}),
    ),
)  # fmt: skip
PUBLIC = (Item(text="lists.public.navigation", view="lists:public", menu="sanctions", order=45),)
