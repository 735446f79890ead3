"""What waits for whom: the department that acts tells, its head decides; whoever sees everything sees everybody's."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.tasks import Task
from goodstanding.departments.standing import Standing
from goodstanding.measures.models import OPEN, Adoption, Application
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


def waiting(standing: Standing) -> Iterable[Task]:
    """Cases and adoptions of the standing's own department; for the system, of every department."""
    cases = Application.everything.filter(state__in=OPEN)
    adoptions = Adoption.everything.filter(state__in=("proposed", "adopted"))
    if not standing.is_system:
        if standing.role not in {"steward", "head"} or standing.department_id is None:
            return
        own = standing.department_id
        cases, adoptions = cases.filter(department_id=own), adoptions.filter(department_id=own)
    for one in cases.order_by("answer_until", "proposed_at"):
        if task := _of_case(one, standing):
            yield task
    today = timezone.localdate()
    for adoption in adoptions.order_by("review_on", "pk"):
        if adoption.state == "proposed" and standing.role != "steward":
            yield _of_adoption(adoption, "proposed_measure")
        elif adoption.state == "adopted" and adoption.review_on < today:
            yield _of_adoption(adoption, "review")


def _of_case(one: Application, standing: Standing) -> Task | None:
    """A steward tells; a head decides once that may be. While the organisation has time to answer nobody has to do anything."""
    decides = one.may_be_decided()
    if standing.role == ("steward" if decides else "head"):
        return None
    if one.state == "notified" and not decides and one.answer_until is not None:
        return None
    what = text("measures.waiting", "decide" if decides else one.state)
    return Task(
        title=Text(one.number, one.number), what=what, url=reverse("measures:case", args=[one.pk]), due_on=None,
        known=one.state != "notified" or one.answer_until is not None, since=one.proposed_at, subject="measures.application",
        subject_id=str(one.pk), department_id=one.department_id,
    )  # fmt: skip


def _of_adoption(one: Adoption, what: str) -> Task:
    return Task(
        title=Text(one.number, one.number), what=text("measures.waiting", what), url=reverse("measures:adoption", args=[one.pk]),
        due_on=one.review_on if what == "review" else None, known=True, since=one.proposed_at, subject="measures.adoption",
        subject_id=str(one.pk), department_id=one.department_id,
    )  # fmt: skip
