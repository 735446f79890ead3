"""What stands in the desk's navigation."""

from __future__ import annotations

from goodstanding.departments.allowing import ADMINISTRATORS, DEPARTMENT
from goodstanding.ui.navigation import Item

DESK = (
    Item(text="checks.navigation.ask", view="checks:ask", order=25, roles=DEPARTMENT),
    Item(text="checks.navigation.history", view="checks:history", menu="use", order=232, roles=frozenset({"clerk", "auditor", "director"})),
    Item(text="checks.navigation.grants", view="checks:grants", menu="house", order=233, roles=ADMINISTRATORS),
)
