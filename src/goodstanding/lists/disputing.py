"""An entry is disputed: the mark stands on every surface from this moment. Called by objections, which hold the case.

A day on which a silent department's entry stops showing may lie ahead; every change is in the ledger, and so in the public log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.lists.models import Dispute, Listing
from goodstanding.rules.events import Event


def dispute(listing: Listing, *, case: UUID, number: str, by: Standing, words: str = "") -> Dispute:
    """Once for a case."""
    made, is_new = Dispute.objects.get_or_create(listing=listing, case=case, lifted_at=None, defaults={"number": number, "words": words})
    if is_new:
        write(Event.LISTING_DISPUTED, listing, by=by, data={"mark": made.pk, "case": number})
    return made


def silent_from(case: UUID, day: date | None, listings: Iterable[UUID] | None = None, *, by: Standing) -> None:
    """From that day on the entries (of the case, or those named) do not show until the department has answered; None: it has."""
    found = Dispute.objects.filter(case=case, lifted_at__isnull=True)
    if listings is not None:
        found = found.filter(listing_id__in=list(listings))
    _set(found, day, by)


def stand_still(case: UUID, *, by: Standing) -> None:
    """The clock pauses: a day that still lies ahead is taken away."""
    _set(Dispute.objects.filter(case=case, lifted_at__isnull=True, silent_from__gt=timezone.localdate()), None, by)


def lift(case: UUID, *, by: Standing) -> int:
    """The case is over. Returns how many marks went."""
    found = Dispute.objects.filter(case=case, lifted_at__isnull=True).select_related("listing").order_by("pk")
    _set(found, None, by)
    went = list(found)
    for one in went:
        Dispute.objects.filter(pk=one.pk).update(lifted_at=timezone.now())
        write(Event.LISTING_UNDISPUTED, one.listing, by=by, data={"mark": one.pk})
    return len(went)


def _set(disputes: QuerySet[Dispute], day: date | None, by: Standing) -> None:
    """Those for which it is another day than before."""
    for one in disputes.select_related("listing").order_by("pk"):
        if one.silent_from == day:
            continue
        Dispute.objects.filter(pk=one.pk).update(silent_from=day)
        event = Event.LISTING_RESUMED if day is None else Event.LISTING_SUSPENDED
        write(event, one.listing, by=by, data={"suspension": one.pk, "since": day})
