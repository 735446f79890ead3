"""Which examples somebody may see, and from which cases one may be drafted."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.efficacy.models import OVER, STATES, Example, Version
from goodstanding.lists.models import Listing, Listings
from goodstanding.measures.models import Application, Applications
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0
_BESIDE = ("department", "organisation", "application__kind", "application__listing__kind", "listing__kind")


def own(standing: Standing) -> Department | None:
    """The department somebody works in."""
    return Department.objects.filter(pk=standing.department_id).first() if standing.department_id else None


def listed(standing: Standing, state: str = "") -> QuerySet[Example]:
    """A department's own, the centre's all; the newest first."""
    require(standing, "see_examples", own(standing))
    found = Example.objects.select_related(*_BESIDE).order_by("-drafted_at", "pk")
    if not standing.is_centre:
        found = found.filter(department_id=standing.department_id or NOBODY)
    return found.filter(state=state) if state in STATES else found


def find(standing: Standing, pk: UUID, action: str = "see_examples") -> Example:
    """Raises ``Missing`` where there is none; a refusal is written down."""
    found = Example.objects.select_related(*_BESIDE).filter(pk=pk).first()
    if found is None:
        raise Missing("NO_SUCH_EXAMPLE", text("efficacy.refused.no_such_example"))
    require(standing, action, found)
    return found


def words(example: Example, number: int | None = None) -> Version:
    """The newest version, or the one with that number; raises ``Missing``."""
    found = Version.objects.filter(example=example, number=example.version if number is None else number).first()
    if found is None:
        raise Missing("NO_SUCH_VERSION", text("efficacy.refused.no_such_example"))
    return found


def applications(department_id: int) -> Applications:
    """Decided, or decided against after the organisation had been told; none is told of twice."""
    told = Q(decided_on__isnull=False) | Q(state="dropped", notified_on__isnull=False)
    used = Example.objects.exclude(state__in=OVER).filter(application__isnull=False)
    found = Application.everything.filter(told, department_id=department_id).exclude(pk__in=used.values("application"))
    return found.select_related("organisation", "department", "kind", "listing").order_by("-decided_on", "pk")


def listings(department_id: int) -> Listings:
    """Decided entries, red or black: key scrutiny is nobody's example."""
    used = Example.objects.exclude(state__in=OVER).filter(listing__isnull=False)
    found = Listing.everything.filter(department_id=department_id, decided_on__isnull=False, decided_on__lte=timezone.localdate())
    chosen: Listings = found.exclude(colour="scrutiny").exclude(pk__in=used.values("listing"))
    return chosen.select_related("organisation", "department", "kind", "load").order_by("-decided_on", "pk")


def ground(standing: Standing, what: str, pk: UUID) -> Application | Listing:
    """The case an example is to be told from, of one's own department; raises ``Missing``."""
    mine = standing.department_id or NOBODY
    found = (applications(mine) if what == "application" else listings(mine)).filter(pk=pk).first()
    if found is None:
        raise Missing("NO_SUCH_GROUND", text("efficacy.refused.no_such_ground"))
    return found
