"""What waits for whom: the author's returned draft, the head's approval, the director's word."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from goodstanding.clocks.tasks import Task
from goodstanding.departments.standing import Standing
from goodstanding.efficacy.models import Example
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

_TURN = {"steward": ("draft",), "head": ("submitted",), "director": ("approved",), "system": ("draft", "submitted", "approved")}
"""Role -> the states in which it is that role's turn. Nobody has a deadline: no law asks for examples."""


def waiting(standing: Standing) -> Iterable[Task]:
    """A department's own; the director's from every department."""
    found = Example.objects.filter(state__in=_TURN.get(standing.role, ())).order_by("drafted_at", "pk")
    if standing.role in {"steward", "head"}:
        found = found.filter(department_id=standing.department_id or 0)
    for one in found:
        yield Task(
            title=Text(one.number, one.number), what=text("efficacy.waiting", one.state),
            url=reverse("efficacy:desk_example", args=[one.pk]), due_on=None, known=True, since=one.drafted_at,
            subject="efficacy.example", subject_id=str(one.pk), department_id=None if one.state == "approved" else one.department_id,
        )  # fmt: skip
