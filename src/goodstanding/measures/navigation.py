"""What stands in the public and in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

_OFFICES = frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"})
PUBLIC = (Item(text="measures.navigation.public", view="measures:public", menu="sanctions", order=46),)
DESK = (
    Item(text="measures.navigation.catalogue", view="measures:catalogue", menu="use", order=230, roles=_OFFICES),
    Item(text="measures.navigation.applications", view="measures:list", menu="use", order=231, roles=_OFFICES),
)  # fmt: skip
