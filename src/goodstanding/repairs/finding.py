"""Which applications somebody may see, filtered and found."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.repairs.models import OPEN, STATES, Masking, Repair
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0
"""No department has this number."""
Repairs = QuerySet[Repair]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's filters; '' is everything."""

    state: str = "open"
    department: str = ""
    late: bool = False


def seen_by(standing: Standing) -> Repairs:
    """A department sees its own and no other's; the centre sees all."""
    known = Repair.objects.select_related("department", "organisation", "record")
    return known if standing.is_centre else known.filter(department_id=standing.department_id or NOBODY)


def late() -> Q:
    """Open and past its day."""
    return Q(state__in=OPEN, due_on__lt=timezone.localdate())


def listed(standing: Standing, wanted: Wanted) -> Repairs:
    """What is due first comes first, an unknown day before every known one; what is over comes latest first."""
    found = seen_by(standing)
    if wanted.department:
        found = found.filter(department__code=wanted.department)
    if wanted.late:
        found = found.filter(late())
    if wanted.state in STATES:
        found = found.filter(state=wanted.state)
    elif wanted.state == "open":
        found = found.filter(state__in=OPEN)
    if wanted.state in {"open", *OPEN} or wanted.late:
        return found.order_by(F("due_on").asc(nulls_first=True), "filed_at", "pk")
    return found.order_by("-filed_at", "pk")


def counts(standing: Standing) -> dict[str, int]:
    """What waits, as numbers."""
    return seen_by(standing).aggregate(
        filed=Count("pk", filter=Q(state="filed")), accepted=Count("pk", filter=Q(state="accepted")), late=Count("pk", filter=late())
    )


def find(standing: Standing, number: UUID, action: str = "see_repair") -> Repair:
    """The application, if this standing may do that to it; a refusal is written down."""
    found = Repair.objects.select_related("department", "organisation", "record").filter(pk=number).first()
    if found is None:
        raise Missing("NO_SUCH_REPAIR", text("repairs.refused.no_such_repair"))
    require(standing, action, found)
    return found


def find_ours(standing: Standing, organisation: Organisation, number: UUID) -> Repair:
    """An application of this body's, whichever of its entries it was filed for."""
    known = Repair.objects.select_related("department", "organisation", "record")
    found = known.filter(pk=number, organisation__in=families.members(organisation.pk)).first()
    if found is None:
        raise Missing("NO_SUCH_REPAIR", text("repairs.refused.no_such_repair"))
    require(standing, "see_repair", organisation)
    return found


def find_record(number: UUID | str) -> Record:
    """A record by its id, shown or not, as long as it is not archived. Raises ``Missing``."""
    try:
        known = UUID(str(number))
    except ValueError:
        known = UUID(int=0)
    retained = Record.everything.retained().select_related("organisation", "department")
    found: Record | None = retained.filter(pk=known, taken_back=False).first()
    if found is None:
        raise Missing("NO_SUCH_RECORD", text("repairs.refused.no_such_record"))
    return found


def find_masking(standing: Standing, number: UUID, action: str) -> Masking:
    """A masking, if this standing may do that to it."""
    found = Masking.objects.select_related("organisation", "department", "paper").filter(pk=number).first()
    if found is None:
        raise Missing("NO_SUCH_MASKING", text("repairs.refused.no_such_masking"))
    require(standing, action, found)
    return found
