"""What waits for whom: the department that lists; its head decides. Whoever sees everything sees everybody's."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.tasks import Task
from goodstanding.departments.standing import Standing
from goodstanding.lists import saying
from goodstanding.lists.models import OPEN, Listing, Load
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

HEAD = frozenset({"decide", "publish", "remind"})
"""What only the head can do."""
WAITS = frozenset({"wait", "wait_public", "unknown"})


def waiting(standing: Standing) -> Iterable[Task]:
    """Cases of the standing's own department; for the system, of every department.

    While the organisation's time runs its last day is shown; once it is over no law says by when it is decided.
    """
    if not standing.is_system and (standing.role not in {"steward", "head"} or standing.department_id is None):
        return
    mine = Q() if standing.is_system else Q(department_id=standing.department_id)
    unpublished = Q(state="decided", kind__public=True, load__isnull=True, ends_on__gte=timezone.localdate())
    found = Listing.everything.filter(mine).filter(Q(state__in=OPEN) | unpublished).select_related("kind").prefetch_related("remarks")
    for one in found.order_by("answer_until", "proposed_at"):
        doing = saying.doing(one)
        if standing.role == "steward" and doing in HEAD:
            continue
        yield Task(
            title=Text(one.number, one.number), what=text("lists.desk.doing", doing), url=reverse("lists:case", args=[one.pk]),
            due_on=one.answer_until if doing in WAITS else None, known=doing != "unknown", since=one.proposed_at, subject="lists.listing",
            subject_id=str(one.pk), department_id=one.department_id,
        )  # fmt: skip
    if standing.role != "steward":
        yield from _loads(mine)


def _loads(mine: Q) -> Iterable[Task]:
    """A list handed in is one thing to do, however many entries it has."""
    waits = Listing.everything.filter(mine, state="decided", kind__public=True, load__isnull=False, ends_on__gte=timezone.localdate())
    counted = dict(waits.order_by().values_list("load").annotate(Count("pk")))
    for one in Load.objects.filter(pk__in=counted).order_by("at"):
        yield Task(
            title=Text(one.number, one.number), what=text("lists.desk.doing.publish_many", n=counted[one.pk]),
            url=reverse("lists:publish_many", args=[one.pk]), due_on=None, known=True, since=one.at, subject="lists.load",
            subject_id=str(one.pk), department_id=one.department_id,
        )  # fmt: skip
