"""Checks of the synthetic city: purposes a department holds, one check of the agent's organisation, and what came of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from goodstanding.checks import asking, feeding_back, granting
from goodstanding.checks.models import Check
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, of_user
from goodstanding.organisations.models import Organisation
from goodstanding.rules.refusals import Refused

PURPOSES = ("permit", "procurement", "tender", "supervision")
A_WHILE = timedelta(days=30)


def fill(body: Organisation, department: Department) -> None:
    """Whatever is still missing. ``body``: whom the agent acts for, who then sees who looked; ``department``: whose official asks."""
    held = {one.code for one in granting.held(department.pk)}
    for purpose in PURPOSES:
        if purpose not in held:
            granting.give(purpose, department, starts_on=timezone.localdate() - A_WHILE, because="履行审查职责需要", by=SYSTEM)
    if Check.objects.exists() or not body.uscc:
        return
    official = of_user(User.objects.get(username="official"))
    # A demo without one of these is still a demo; the rules decide.
    with suppress(Refused):
        (check,) = asking.ask([body.uscc], purpose="procurement", matter="办公设备采购项目资格审查", by=official)
        feeding_back.feed_back(check, "seen", effect="已纳入评审材料，由评审人员审查。", by=official)
