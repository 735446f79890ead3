"""What waits: for the centre, requests to decide. Read by ``clocks.tasks``."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse

from goodstanding.clocks.tasks import Task
from goodstanding.departments.standing import Standing
from goodstanding.representing.models import Power
from goodstanding.ui.texts import text


def waiting(standing: Standing) -> Iterable[Task]:
    """Every request that is still asked, the nearest deadline first; an unknown one before all."""
    if standing.role not in {"clerk", "system"}:
        return
    for power in Power.objects.filter(state="asked").order_by(F("due_on").asc(nulls_first=True), "asked_at"):
        yield Task(
            title=text("representing.inbox.title", number=str(power.pk)[:8]), what=text("representing.inbox.what"),
            url=reverse("representing:desk_power", args=[power.pk]), due_on=power.due_on, known=power.due_on is not None,
            since=power.asked_at, subject="representing.power", subject_id=str(power.pk), department_id=None,
        )  # fmt: skip
