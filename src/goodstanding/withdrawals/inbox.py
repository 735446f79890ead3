"""What waits for whom: a varied decision whose new one has not come; a regime's end to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from goodstanding.clocks.deadlines import due
from goodstanding.clocks.tasks import Task
from goodstanding.departments.allowing import SOURCE
from goodstanding.departments.standing import Standing
from goodstanding.records.models import Record
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text
from goodstanding.withdrawals.models import RegimeEnding, Withdrawal


def waiting(standing: Standing) -> Iterable[Task]:
    """The department's own, the director's to confirm; for the system everybody's."""
    if standing.is_system or standing.role == "director":
        yield from _to_confirm()
    if standing.is_system or (standing.role in SOURCE and standing.department_id is not None):
        yield from _new_decisions(None if standing.is_system else standing.department_id)


def _to_confirm() -> Iterator[Task]:
    for one in RegimeEnding.objects.filter(state="proposed"):
        yield Task(
            title=Text(one.number, one.number), what=text("withdrawals.waiting.confirm"),
            url=reverse("withdrawals:regime", args=[one.pk]), due_on=None, known=True, since=one.proposed_at,
            subject="withdrawals.regimeending", subject_id=str(one.pk), department_id=None,
        )  # fmt: skip


def _new_decisions(department: int | None) -> Iterator[Task]:
    came = Record.everything.filter(department_id=OuterRef("department_id"), decision_no=OuterRef("successor_no"))
    found = Withdrawal.objects.filter(~Exists(came), because="varied")
    for one in found if department is None else found.filter(department_id=department):
        day = due("disclose", one.effective_on)
        yield Task(
            title=Text(one.number, one.number), what=text("withdrawals.waiting.new_decision"),
            url=reverse("withdrawals:withdrawal", args=[one.pk]), due_on=day, known=day is not None, since=one.at,
            subject="withdrawals.withdrawal", subject_id=str(one.pk), department_id=one.department_id,
        )  # fmt: skip
