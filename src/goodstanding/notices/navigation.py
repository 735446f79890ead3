"""Notices in the navigation: on the desk, and for those who act for an organisation or for nobody yet."""

from __future__ import annotations

from goodstanding.departments.models import ROLES
from goodstanding.ui.navigation import Item

DESK = (
    Item(text="notices.navigation.box", view="notices:desk", roles=frozenset(ROLES), order=800),
    Item(text="notices.navigation.box", view="notices:box", roles=frozenset({"account", "representative"}), order=800),
    Item(text="notices.navigation.outbox", view="notices:outbox", menu="house", roles=frozenset({"administrator"}), order=810),
)
