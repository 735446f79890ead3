"""What was brought to a superior."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.clocks.tasks import waiting
from goodstanding.departments.desk import desk
from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.desk.models import Escalation
from goodstanding.notices.addressing import in_language
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

PAGE = 50
NOBODY = 0
"""No department has this number."""
TONES = {"overdue": "bad", "open": "wait", "over": "good"}


@require_safe
@desk
def escalations(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """A head sees the department's, the centre sees all; whether a case is still open is looked up now."""
    page = Paginator(seen_by(standing), PAGE).get_page(request.GET.get("page"))
    people = User.objects.in_bulk({user for one in page.object_list for user in one.told})
    still = {(task.subject, task.subject_id, task.due_on) for task in waiting(SYSTEM)}
    context = {
        "rows": [shown(one, still, people) for one in page.object_list],
        "total": page.paginator.count,
        "with_department": standing.is_centre,
        "first": "?" if page.number > 1 else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "desk/escalations.html", context)


def seen_by(standing: Standing) -> QuerySet[Escalation]:
    """A department's own and no other's; the centre sees all."""
    found = Escalation.objects.select_related("department")
    return found if standing.is_centre else found.filter(department=standing.department_id or NOBODY)


def shown(one: Escalation, still: set[tuple[str, str, date | None]], people: dict[int, User]) -> dict[str, object]:
    """A line of the list."""
    waits = (one.subject, one.subject_id, one.due_on) in still
    state = "over" if not waits else "overdue" if one.due_on < timezone.localdate() else "open"
    department = one.department
    return {
        "one": one,
        "url": in_language(one.url),
        "title": Text(one.zh, one.en),
        "what": Text(one.what_zh, one.what_en),
        "state": text("desk.escalations.state", state),
        "tone": TONES[state],
        "superior": text("desk.escalations.superior", one.superior),
        "people": [str(people[user]) for user in one.told if user in people],
        "department": Text(department.name, department.name_en or department.name) if department else text("desk.centre"),
    }
