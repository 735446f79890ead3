"""Which cases somebody may see, narrowed and in the order of what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.lists.models import IN_FORCE, OPEN, STATES, Listing, Listings
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0
"""No department has this number."""
SOON = timedelta(days=30)
DUES = ("over", "turn", "publish", "waiting", "unknown", "ending")
WAITING = ("served", "publicised")
TOLD = Q(served_on__isnull=False) | Q(publicised_on__isnull=False) | Q(decided_on__isnull=False)
"""What the organisation has been told of, and so may read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list's filters; '' is everything."""

    kind: str = ""
    state: str = "open"
    due: str = ""
    department: str = ""


def seen_by(standing: Standing) -> Listings:
    """A department sees its own and no other's; the centre sees all."""
    known: Listings = Listing.everything.select_related("department", "organisation", "kind")
    return known if standing.is_centre else known.filter(department_id=standing.department_id or NOBODY)


def due(name: str, today: date | None = None) -> Q:
    """Cases by what is due: one of :data:`DUES`."""
    day = today or timezone.localdate()
    over = Q(state__in=WAITING, answer_until__lt=day)
    unpublished = Q(state="decided", kind__public=True, ends_on__gte=day)
    return {
        "over": over,
        "turn": over | Q(state__in=("proposed", "answered", "heard", "weighed")) | unpublished,
        "publish": unpublished,
        "waiting": Q(state__in=WAITING, answer_until__gte=day),
        "unknown": Q(state__in=WAITING, answer_until__isnull=True),
        "ending": Q(state__in=(*IN_FORCE, "reminded"), ends_on__range=(day, day + SOON)),
    }[name]


def listed(standing: Standing, wanted: Wanted) -> Listings:
    """Open ones: time over first, then an unknown day, then whose turn it is; the others newest first."""
    found = seen_by(standing).prefetch_related("remarks")
    if wanted.department:
        found = found.filter(department__code=wanted.department)
    if wanted.kind:
        found = found.filter(kind_id=wanted.kind)
    if wanted.due in DUES:
        found = found.filter(due(wanted.due))
    elif wanted.state in STATES:
        found = found.filter(state=wanted.state)
    elif wanted.state == "open":
        found = found.filter(state__in=OPEN)
    if wanted.due or wanted.state in {"open", *OPEN}:
        order = [When(due(name), then=Value(n)) for n, name in enumerate(("over", "unknown", "turn"))]
        place = Case(*order, default=Value(3))
        return found.annotate(place=place).order_by("place", "answer_until", "proposed_at", "pk")
    return found.order_by("-decided_on", "-proposed_at", "pk")


def counts(standing: Standing) -> dict[str, int]:
    """What waits, as numbers."""
    counted = {name: Count("pk", filter=due(name)) for name in ("over", "turn", "waiting", "publish")}
    waits = seen_by(standing).filter(state__in=(*OPEN, "decided"))
    return waits.order_by().aggregate(**counted)


def find(standing: Standing, pk: UUID, action: str = "see_listing") -> Listing:
    """The case, if this standing may do that to it; a refusal is written down."""
    found = Listing.everything.select_related("department", "organisation", "kind", "load").filter(pk=pk).first()
    if found is None:
        raise Missing("NO_SUCH_LISTING", text("lists.desk.refused.no_such_listing"))
    require(standing, action, found)
    return found


def of_organisation(organisation_ids: list[int]) -> Listings:
    """What these entries of the register have been told of; the newest first."""
    found: Listings = Listing.everything.filter(TOLD, organisation_id__in=organisation_ids)
    return found.select_related("department", "organisation", "kind", "load").order_by("-proposed_at", "pk")


def find_ours(standing: Standing, organisation: Organisation, pk: UUID) -> Listing:
    """A case of this body that it has been told of; every other is as if there were none."""
    require(standing, "see_listing", organisation)
    found = of_organisation(families.members(organisation.pk)).filter(pk=pk).first()
    if found is None:
        raise Missing("NO_SUCH_LISTING", text("lists.desk.refused.no_such_listing"))
    return found
