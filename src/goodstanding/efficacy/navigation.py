"""What stands in the public and in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

_OFFICES = frozenset({"steward", "official", "head", "clerk", "auditor", "administrator", "director"})
PUBLIC = (Item(text="efficacy.navigation.statistics", view="efficacy:public", menu="sanctions", order=47),)
DESK = (
    Item(text="efficacy.navigation.statistics", view="efficacy:desk", menu="use", order=236, roles=_OFFICES),
    Item(text="efficacy.navigation.examples", view="efficacy:desk_examples", menu="use", order=237, roles=_OFFICES),
)
