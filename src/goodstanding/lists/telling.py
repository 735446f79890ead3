"""Who is told of what: the organisation's people, the department that lists, and its head."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from goodstanding.lists.catalogue import rules
from goodstanding.lists.models import Listing
from goodstanding.notices.telling import holders, tell
from goodstanding.organisations.finding import code_of
from goodstanding.representing.models import Power
from goodstanding.representing.telling import tell_organisation
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

TOLD = {
    "served": "lists.told.served", "publicised": "lists.told.publicised", "heard": "lists.told.heard", "decided": "lists.told.decided",
    "reminded": "lists.told.reminded", "published": "lists.told.published", "withheld": "lists.told.withheld",
    "dropped": "lists.told.dropped", "ended": "lists.told.ended",
}  # fmt: skip
"""What the organisation is told, by what has happened."""
TOLD_DEPARTMENT = {
    "proposed": "lists.told_department.proposed", "answered": "lists.told_department.answered",
    "weighed": "lists.told_department.weighed", "remark": "lists.told_department.remark",
    "rest_gone": "lists.told_department.rest_gone", "dropped": "lists.told_department.dropped",
}  # fmt: skip
"""The same for the department."""


def tell_subject(listing: Listing, what: str) -> None:
    """Everybody who may act for it today."""
    url = reverse("lists:ours", args=[code_of(listing.organisation), listing.pk])
    until = listing.answer_until.isoformat() if listing.answer_until else ""
    tell_organisation(listing.organisation, TOLD[what], url=url, number=listing.number, until=until, list=_title(listing))


def tell_ended(listing_ids: Sequence[UUID]) -> None:
    """Only those somebody acts for: a list of a million is told to those who read it."""
    held = Power.objects.in_force().values("organisation_id")
    found = Listing.everything.filter(pk__in=listing_ids, organisation_id__in=held)
    for one in found.select_related("organisation", "kind").iterator():
        tell_subject(one, "ended")


def tell_department(listing: Listing, what: str) -> None:
    """Its stewards and its head."""
    people = {*holders("steward", listing.department_id), *holders("head", listing.department_id)}
    tell(people, TOLD_DEPARTMENT[what], url=reverse("lists:case", args=[listing.pk]), number=listing.number, list=_title(listing))


def tell_head(listing: Listing, what: str) -> None:
    """Whose turn it is."""
    url = reverse("lists:case", args=[listing.pk])
    tell(holders("head", listing.department_id), TOLD_DEPARTMENT[what], url=url, number=listing.number, list=_title(listing))


def _title(listing: Listing) -> Text:
    known = rules().kinds.get(listing.kind_id)
    return known.title if known else text("lists.former_list")
