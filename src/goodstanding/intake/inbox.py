"""What waits for a department here: a decision that fell before a review organ or a court has to be taken down for good."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from goodstanding.clocks.deadlines import due
from goodstanding.clocks.tasks import Task
from goodstanding.departments.allowing import SOURCE
from goodstanding.departments.standing import Standing
from goodstanding.records.models import FALLS, Proceeding
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

TERM = "withdraw"
"""行政处罚法 art. 48: 应当在三日内撤回行政处罚决定信息并公开说明理由."""


def waiting(standing: Standing) -> Iterable[Task]:
    """The department's own; for the system everybody's."""
    found = Proceeding.objects.filter(outcome__in=FALLS, record__ended_on__isnull=True).select_related("record")
    if not standing.is_system:
        department = standing.department_id if standing.role in SOURCE else None
        found = found.filter(record__department_id=department) if department is not None else found.none()
    for one in found:
        day = due(TERM, one.over_on) if one.over_on else None
        yield Task(
            title=Text(one.number, one.number), what=text("intake.proceeding.waiting"), url=reverse("intake:record", args=[one.record_id]),
            due_on=day, known=day is not None, since=one.over_at or one.at, subject="records.proceeding", subject_id=str(one.pk),
            department_id=one.record.department_id,
        )  # fmt: skip
