"""Entries of lists in a case: which may be disputed, which still stand, and from which day a silent department's do not show."""

from __future__ import annotations

from uuid import UUID

from goodstanding.lists.models import Listing, Listings
from goodstanding.objections.models import Inquiry, Objection
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation


def disputable(organisation: Organisation) -> Listings:
    """The entries of the body an objection may be about, the newest first: those in force, shown or withheld."""
    theirs: Listings = Listing.everything.filter(organisation_id__in=families.members(organisation.pk))
    return theirs.in_force().select_related("department", "kind", "organisation").order_by("-decided_on", "pk")


def standing(objection: Objection) -> Listings:
    """The entries the case is still about: those that have not ended meanwhile."""
    open_ones = objection.items.filter(listing__isnull=False, outcome="").values("listing")
    found: Listings = Listing.everything.filter(pk__in=open_ones, ended_on__isnull=True).order_by("pk")
    return found


def of(inquiry: Inquiry) -> list[UUID]:
    """The entries of the department asked that could still show."""
    return list(standing(inquiry.objection).filter(department=inquiry.department_id).values_list("pk", flat=True))


def only(inquiry: Inquiry) -> bool:
    """Whether the department is asked about entries of lists and nothing else."""
    parts = inquiry.objection.items.filter(department=inquiry.department_id).values_list("listing_id", flat=True)
    return bool(parts) and all(parts)
