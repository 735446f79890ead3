"""What stands in the desk's navigation."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

EVERYBODY = frozenset({"clerk", "auditor", "administrator", "steward", "official"})

DESK = (Item(text="organisations.issues.navigation", view="issues:list", menu="register", roles=EVERYBODY, order=48),)
