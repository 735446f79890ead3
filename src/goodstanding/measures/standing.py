"""What is in force for an organisation, and why something is not: computed from dates, bases and what it rests on, never stored."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from goodstanding.lists.models import Dispute, Listing
from goodstanding.measures import finality
from goodstanding.measures.conditions import why_halted
from goodstanding.measures.models import Application
from goodstanding.organisations import families
from goodstanding.records.models import Mark, Record
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text


def of_body(organisation_id: int, day: date | None = None) -> list[Application]:
    """What is applied to this body that day, however many entries of the register it has; what ends first comes first."""
    found = Application.everything.in_force(day).filter(organisation_id__in=families.members(organisation_id))
    return list(found.select_related("kind", "department", "adoption", "listing", "organisation").order_by("ends_on", "pk"))


def why_not(application: Application, on: date | None = None) -> Text | None:
    """Why it is not in force that day, in words; None where it is. :meth:`models.Applications.in_force` makes the same comparison."""
    day = on or timezone.localdate()
    if application.state != "applied" or application.starts_on is None or application.ends_on is None:
        return text("measures.why_not.not_applied")
    if day < application.starts_on:
        return text("measures.why_not.not_yet", day=written(application.starts_on))
    if day > application.ends_on:
        return text("measures.why_not.over", day=written(application.ends_on))
    return why_halted(application.kind, application.basis, day) or _why_ground(application, day)


def _why_ground(application: Application, day: date) -> Text | None:
    if application.listing_id is not None:
        listing = Listing.everything.in_force(day).filter(pk=application.listing_id)
        silent = Dispute.objects.filter(listing_id=application.listing_id, lifted_at__isnull=True, silent_from__lte=day)
        return None if listing.exists() and not silent.exists() else text("measures.why_not.entry")
    left = application.rests.filter(gone_on__isnull=True).values("record_id")
    records = Record.everything.retained(day).filter(pk__in=left, held="", ended_on__isnull=True, taken_back=False)
    standing = [one for one in records if not one.is_suspended(day)]
    if not standing:
        return text("measures.why_not.record")
    if application.kind.final and all(_contested(one, day) for one in standing):
        return text("measures.why_not.contested")
    return None


def _contested(record: Record, day: date) -> bool:
    marks = Mark.objects.filter(record=record, kind__in=finality.PROCEEDINGS)
    return any(timezone.localdate(one.at) <= day and (one.lifted_at is None or timezone.localdate(one.lifted_at) > day) for one in marks)


def disputed(application: Application) -> bool:
    """Somebody disputes what it rests on: marked beside it, on every page."""
    if application.listing_id is not None:
        return Dispute.objects.filter(listing_id=application.listing_id, lifted_at__isnull=True).exists()
    return Mark.objects.filter(record__in=application.rests.values("record_id"), lifted_at__isnull=True).exists()


def open_disputes(applications: list[Application]) -> set[object]:
    """Of a page of them, the keys of those disputed: two queries."""
    listings = [one.listing_id for one in applications if one.listing_id]
    found = set(Dispute.objects.filter(listing_id__in=listings, lifted_at__isnull=True).values_list("listing_id", flat=True))
    ids = [one.pk for one in applications]
    marked = Application.everything.filter(pk__in=ids).filter(
        Q(rests__record__marks__lifted_at__isnull=True, rests__record__marks__isnull=False)
    )
    return {one.pk for one in applications if one.listing_id in found} | set(marked.values_list("pk", flat=True))
