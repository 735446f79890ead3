"""What is said about an application: its deadlines in words, and who is told."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.deadlines import working_days_left
from goodstanding.departments.models import Department
from goodstanding.notices.telling import holders, tell
from goodstanding.organisations import families
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.repairs import looking
from goodstanding.repairs.models import Repair
from goodstanding.representing.telling import tell_organisation
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

TONES = {
    "filed": "wait", "accepted": "wait", "granted": "good", "refused": "plain", "declined": "plain", "withdrawn": "plain",
    "closed": "plain", "barred": "bad",
}  # fmt: skip


TOLD = {
    "filed": "repairs.told.filed", "withdrawn": "repairs.told.withdrawn", "accepted": "repairs.told.accepted",
    "refused": "repairs.told.refused", "granted": "repairs.told.granted", "declined": "repairs.told.declined",
    "extended": "repairs.told.extended", "barred": "repairs.told.barred", "closed": "repairs.told.closed",
    "bar_lifted": "repairs.told.bar_lifted",
    "masking_begun": "repairs.told.masking_begun", "masking_lifted": "repairs.told.masking_lifted",
    "masking_completed": "repairs.told.masking_completed", "reminder": "repairs.told.reminder",
}  # fmt: skip
"""What people are told, by what has happened."""


def due_text(repair: Repair) -> Text:
    """The day of the clock that runs; unknown is said, never guessed."""
    return written(repair.due_on) if repair.due_on else text("repairs.clock.unknown")


def left(repair: Repair, today: date | None = None) -> Text | None:
    """How many working days are left, or by how many it is late; None where nothing runs or nobody can say."""
    if not repair.is_open or repair.due_on is None:
        return None
    days = working_days_left(repair.due_on, today or timezone.localdate())
    if days is None:
        return None
    return text("repairs.clock.left", n=days) if days >= 0 else text("repairs.clock.late", n=-days)


def is_late(repair: Repair, today: date | None = None) -> bool:
    """Computed from the dates, never stored."""
    return repair.is_open and repair.due_on is not None and repair.due_on < (today or timezone.localdate())


def remedies() -> Text:
    """What can be done about a refusal: papers completed, review, a lawsuit. Days and months are the catalogue's."""
    terms = looking.catalogue().terms
    return text("repairs.remedies", days=terms["review"].count, months=terms["court_action"].count)


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)


def tell_department(repair: Repair, what: str, **values: object) -> None:
    """Whoever hands in for the deciding department, and its head."""
    users = [*holders("steward", repair.department_id), *holders("head", repair.department_id)]
    url = reverse("repairs:case", args=[repair.pk])
    tell(users, TOLD[what], url=url, number=repair.number, **values)


def tell_applicant(repair: Repair, what: str, **values: object) -> None:
    """Everybody who acts for the organisation today."""
    tell_body(repair.organisation, what, url=our_case(repair), number=repair.number, **values)


def tell_body(organisation: Organisation, what: str, *, url: str = "", **values: object) -> None:
    """Or for the entry of the register it is shown as."""
    tell_organisation(families.root(organisation), TOLD[what], url=url, **values)


def our_case(repair: Repair) -> str:
    """Where the organisation reads its case: under the code of the entry it is shown as today."""
    return reverse("repairs:our_case", args=[code_of(families.root(repair.organisation)) or "-", repair.pk])
