"""What stands in the desk's navigation; ``ui.navigation`` reads this."""

from __future__ import annotations

from goodstanding.ui.navigation import Item

CENTRE = frozenset({"clerk", "auditor", "administrator", "director"})
DEPARTMENT = frozenset({"steward", "official", "head"})

DESK = (
    Item(text="intake.navigation.home", view="intake:home", roles=CENTRE | DEPARTMENT, order=10),
    Item(text="intake.navigation.hand_in", view="intake:hand_in", roles=frozenset({"steward", "clerk"}), order=20),
    Item(text="intake.navigation.submissions", view="intake:submissions", roles=CENTRE | DEPARTMENT, order=30),
    Item(text="intake.navigation.queue", view="intake:queue", menu="register", roles=frozenset({"clerk", "auditor"}), order=40),
    Item(text="intake.navigation.organisations", view="intake:organisations", menu="register", roles=CENTRE, order=45),
    Item(text="intake.navigation.merges", view="intake:merges", menu="register", roles=frozenset({"clerk", "auditor"}), order=45),
    Item(text="intake.navigation.exceptions", view="intake:exceptions", menu="register", roles=frozenset({"clerk", "auditor"}), order=50),
    Item(
        text="intake.navigation.audit", view="intake:audit", menu="house", roles=frozenset({"auditor", "administrator", "clerk"}), order=700
    ),
)
