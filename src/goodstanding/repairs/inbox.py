"""What waits for whom: the department that found it decides; whoever sees everything sees everybody's."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from goodstanding.clocks.tasks import Task
from goodstanding.departments.allowing import SOURCE
from goodstanding.departments.standing import Standing
from goodstanding.repairs.models import OPEN, Repair
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


def waiting(standing: Standing) -> Iterable[Task]:
    """Open applications of the standing's own department; for the system, of every department."""
    found = Repair.objects.filter(state__in=OPEN)
    if not standing.is_system:
        if standing.role not in SOURCE or standing.department_id is None:
            return
        found = found.filter(department_id=standing.department_id)
    for one in found.order_by("due_on", "filed_at"):
        yield Task(
            title=Text(one.number, one.number), what=text("repairs.waiting", one.state), url=reverse("repairs:case", args=[one.pk]),
            due_on=one.due_on, known=one.due_on is not None, since=one.accepted_at or one.filed_at, subject="repairs.repair",
            subject_id=str(one.pk), department_id=one.department_id,
        )  # fmt: skip
