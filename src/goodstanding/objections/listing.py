"""Which cases, inquiries and reports somebody sees: what is due next first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.objections.models import GROUNDS, OVER, ErrorReport, Inquiry, Objection, Pause
from goodstanding.organisations import families
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

STATES = ("filed", "accepted", "forwarded", "answered", *OVER)
NOBODY = 0
"""No department has this number."""
_PAUSED = Exists(Pause.objects.filter(objection=OuterRef("pk"), until__isnull=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's filters; '' is everything."""

    state: str = ""
    ground: str = ""
    department: str = ""
    late: bool = False


def cases() -> QuerySet[Objection]:
    """Every case with the day it is due next."""
    due = Case(When(state="filed", then=F("step_on")), default=F("due_on"), output_field=DateField())
    return Objection.objects.exclude(state="").select_related("organisation").prefetch_related("pauses").annotate(next_on=due)


def late(today: date | None = None) -> Q:
    """Past its day, and its clock runs. The comparison of ``clocking.is_late``; never stored."""
    day = today or timezone.localdate()
    past = Q(state="filed", step_on__lt=day) | Q(state__in=("accepted", "forwarded", "answered"), due_on__lt=day)
    return past & Q(~_PAUSED)


def listed(wanted: Wanted) -> QuerySet[Objection]:
    """Those wanted: open ones first by what is due next, an unknown day before all; then what is over, the latest first."""
    found = cases()
    if wanted.state == "open":
        found = found.exclude(state__in=OVER)
    elif wanted.state in STATES:
        found = found.filter(state=wanted.state)
    if wanted.ground in GROUNDS:
        found = found.filter(ground=wanted.ground)
    if wanted.department:
        found = found.filter(items__department__code=wanted.department).distinct()
    if wanted.late:
        found = found.filter(late())
    return found.order_by(F("closed_at").desc(nulls_first=True), F("next_on").asc(nulls_first=True), "filed_at", "pk")


def counts() -> dict[str, int]:
    """What waits."""
    return Objection.objects.aggregate(
        filed=Count("pk", filter=Q(state="filed")), accepted=Count("pk", filter=Q(state="accepted")),
        forwarded=Count("pk", filter=Q(state="forwarded")), answered=Count("pk", filter=Q(state="answered")),
        late=Count("pk", filter=late()),
    )  # fmt: skip


def find(standing: Standing, number: UUID, action: str = "see_objection") -> Objection:
    """The case, if this standing may do that to it; a refusal is written down."""
    found = cases().filter(pk=number).first()
    if found is None:
        raise Missing("NO_CASE", text("objections.refused.no_case"))
    require(standing, action, found)
    return found


def of_body(organisation_id: int) -> QuerySet[Objection]:
    """The cases of one body, the latest first."""
    return cases().filter(organisation_id__in=families.members(organisation_id)).order_by("-filed_at")


def inquiries(standing: Standing, state: str = "asked") -> QuerySet[Inquiry]:
    """A department sees its own and no other's; the centre sees all."""
    found = Inquiry.objects.select_related("objection__organisation", "department")
    if not standing.is_centre:
        found = found.filter(department=standing.department_id or NOBODY)
    found = found.filter(state="asked") if state == "asked" else found.exclude(state="asked")
    return found.order_by(F("due_on").asc(nulls_first=True), "asked_at") if state == "asked" else found.order_by("-answered_at", "pk")


def reports(state: str = "reported") -> QuerySet[ErrorReport]:
    """What anybody reported; contents of the sealed address are not read for a list."""
    found = ErrorReport.objects.select_related("record__organisation").defer("contact").filter(state=state)
    return found.order_by(F("due_on").asc(nulls_first=True), "reported_at") if state == "reported" else found.order_by("-settled_at")
