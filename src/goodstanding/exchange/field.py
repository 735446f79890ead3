"""What a department may hear of: lists it is competent for or whose measures it has adopted, measures it has adopted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from goodstanding.lists import saying as lists
from goodstanding.lists.models import Competence
from goodstanding.lists.models import Kind as List
from goodstanding.measures.catalogue import title_of
from goodstanding.measures.models import Adoption
from goodstanding.rules.texts import Text

Topic = tuple[str, str]
"""Its target and its code."""


def of(department_id: int, day: date | None = None) -> set[Topic]:
    """That department's, today. A measure that is only suspended stays in the field: nothing of it is in force meanwhile."""
    return of_all([department_id], day).get(department_id, set())


def of_all(department_ids: Iterable[int], day: date | None = None) -> dict[int, set[Topic]]:
    """Of several at once, in three queries. Key scrutiny is nobody's but the office's own: its lists are not public, and not here."""
    day, found = day or timezone.localdate(), {one: set[Topic]() for one in department_ids}
    public = set(List.objects.filter(public=True).values_list("code", flat=True))
    held = Competence.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), department_id__in=found, starts_on__lte=day)
    for department, kind in held.values_list("department_id", "kind_id"):
        found[department] |= {("list", kind)} if kind in public else set()
    adopted = Adoption.everything.filter(state="adopted", department_id__in=found)
    for department, measure, kinds in adopted.values_list("department_id", "kind_id", "kind__lists"):
        found[department] |= {("measure", measure), *(("list", kind) for kind in kinds if kind in public)}
    return found


def title(target: str, code: str) -> Text:
    """As people read it."""
    return lists.title_of(code) if target == "list" else title_of(code)
