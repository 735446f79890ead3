"""Which adoptions and applications somebody may see, filtered and found."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.measures.models import OPEN, STATES, Adoption, Application, Applications, Kind
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0
"""No department has this number."""
_BESIDE = ("organisation", "department", "kind", "adoption", "listing")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's filters; '' is everything."""

    state: str = "open"
    department: str = ""
    kind: str = ""
    side: str = ""
    late: bool = False


def seen_by(standing: Standing) -> Applications:
    """A department sees its own and no other's; the centre sees all."""
    known = Application.everything.select_related(*_BESIDE)
    return known if standing.is_centre else known.filter(department_id=standing.department_id or NOBODY)


def ripe() -> Q:
    """Somebody has to decide: the time to answer is over, or the organisation has answered, or nothing needs to be told."""
    over = Q(state="notified", answer_until__lt=timezone.localdate())
    return over | Q(state="answered") | Q(state="proposed", side="incentive")


def listed(standing: Standing, wanted: Wanted) -> Applications:
    """What is due first comes first, an unknown day before every known one; what is over comes latest first."""
    found = seen_by(standing)
    if wanted.department:
        found = found.filter(department__code=wanted.department)
    if wanted.kind:
        found = found.filter(kind_id=wanted.kind)
    if wanted.side:
        found = found.filter(side=wanted.side)
    if wanted.late:
        found = found.filter(ripe())
    if wanted.state in STATES:
        found = found.filter(state=wanted.state)
    elif wanted.state == "open":
        found = found.filter(state__in=OPEN)
    elif wanted.state == "in_force":
        return found.in_force().order_by("ends_on", "pk")
    if wanted.state in {"open", *OPEN} or wanted.late:
        return found.order_by(F("answer_until").asc(nulls_first=True), "proposed_at", "pk")
    return found.order_by("-proposed_at", "pk")


def counts(standing: Standing) -> dict[str, int]:
    """What waits, as numbers."""
    seen = seen_by(standing)
    return seen.aggregate(
        proposed=Count("pk", filter=Q(state="proposed", side="restriction")), notified=Count("pk", filter=Q(state="notified")),
        ripe=Count("pk", filter=ripe()),
    ) | {"in_force": seen.in_force().count()}  # fmt: skip


def find(standing: Standing, pk: UUID, action: str = "see_application") -> Application:
    """The case, if this standing may do that to it; a refusal is written down."""
    found = Application.everything.select_related(*_BESIDE).filter(pk=pk).first()
    if found is None:
        raise Missing("NO_SUCH_APPLICATION", text("measures.refused.no_such_application"))
    require(standing, action, found)
    return found


def find_ours(standing: Standing, organisation: Organisation, pk: UUID, action: str = "see_application") -> Application:
    """A case of this organisation's own that it has been told of. What is only proposed within an office is not."""
    bodies = families.members(organisation.pk)
    found = Application.everything.select_related(*_BESIDE).filter(told(), pk=pk, organisation_id__in=bodies).first()
    if found is None:
        raise Missing("NO_SUCH_APPLICATION", text("measures.refused.no_such_application"))
    require(standing, action, organisation)
    return found


def told() -> Q:
    """What the organisation knows of."""
    return Q(notified_on__isnull=False) | Q(decided_on__isnull=False)


def find_adoption(standing: Standing, pk: UUID, action: str = "see_measures") -> Adoption:
    """An adoption. Anybody in an office may read another's: it is public once adopted."""
    found = Adoption.everything.select_related("department", "kind").filter(pk=pk).first()
    if found is None or (found.adopted_on is None and not standing.is_centre and found.department_id != standing.department_id):
        raise Missing("NO_SUCH_ADOPTION", text("measures.refused.no_such_adoption"))
    if action == "see_measures":
        see_measures(standing)
    else:
        require(standing, action, found)
    return found


def see_measures(standing: Standing) -> None:
    """Everybody in an office may read the catalogue and what is adopted; a refusal is written down."""
    require(standing, "see_measures", Department.objects.filter(pk=standing.department_id or NOBODY).first())


def find_kind(code: str) -> Kind:
    """A measure of the catalogue."""
    found = Kind.objects.filter(pk=code).first()
    if found is None:
        raise Missing("NO_SUCH_MEASURE", text("measures.refused.no_such_measure"))
    return found
