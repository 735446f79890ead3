"""Which issues somebody may see, filtered, counted, and found by number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.organisations.models import ISSUES, CodeIssue
from goodstanding.rules.procedure import states
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0
"""No department has this number."""
Issues = QuerySet[CodeIssue]
STATES = tuple(sorted(states("code_issue"), key=("open", "answered", "corrected", "kept", "dismissed").index))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's filters; '' is everything. ``month``: opened in it, its first day."""

    state: str = ""
    kind: str = ""
    department: str = ""
    late: bool = False
    month: date | None = None
    code: str = ""


def seen_by(standing: Standing) -> Issues:
    """A department sees its own and no other's; the centre sees all."""
    known = CodeIssue.objects.select_related("department", "organisation", "other")
    return known if standing.is_centre else known.filter(department=standing.department_id or NOBODY)


def late(today: date | None = None) -> Q:
    """Waiting for its department, past its day. Late is computed, never stored."""
    return Q(state="open", due_on__lt=today or timezone.localdate())


def listed(standing: Standing, wanted: Wanted) -> Issues:
    """Those wanted: what is due first comes first, what is over comes last."""
    found = seen_by(standing)
    if wanted.state == "closed":
        found = found.filter(closed_at__isnull=False)
    elif wanted.state in STATES:
        found = found.filter(state=wanted.state)
    if wanted.kind in ISSUES:
        found = found.filter(kind=wanted.kind)
    if wanted.department:
        found = found.filter(department__isnull=True) if wanted.department == "none" else found.filter(department__code=wanted.department)
    if wanted.late:
        found = found.filter(late())
    if wanted.month:
        found = found.filter(opened_at__gte=midnight(wanted.month), opened_at__lt=midnight(following(wanted.month)))
    if wanted.code:
        found = found.filter(code=wanted.code)
    if wanted.state in ("", "open", "answered"):
        return found.order_by(F("closed_at").asc(nulls_first=True), "due_on", "pk")
    return found.order_by("-closed_at", "pk")


def counts(standing: Standing) -> dict[str, int]:
    """What waits, and for whom."""
    return seen_by(standing).aggregate(
        open=Count("pk", filter=Q(state="open")),
        late=Count("pk", filter=late()),
        answered=Count("pk", filter=Q(state="answered")),
        unowned=Count("pk", filter=Q(state="open", department__isnull=True)),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
    )


def find(standing: Standing, number: int, action: str = "see_issues") -> CodeIssue:
    """The issue, if this standing may do that to it; a refusal is written down."""
    found = CodeIssue.objects.select_related("department", "organisation", "other").filter(pk=number).first()
    if found is None:
        raise Missing("NO_ISSUE", text("organisations.issues.refused.no_issue"))
    require(standing, action, found)
    return found


def following(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def midnight(day: date) -> datetime:
    """The moment a day begins at the centre."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
