"""What must hold before a measure is applied: basis, effective document, related, in proportion, final (深圳 arts 65-69)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from goodstanding.laws import force
from goodstanding.lists.models import Listing
from goodstanding.measures import finality
from goodstanding.measures.models import WEIGHTS, Adoption, Application, Kind
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

COLOUR = {"restriction": "black", "incentive": "red"}
"""A reminder of key scrutiny carries nothing: it has no measure."""


def why_halted(kind: Kind, basis: str = "", on: date | None = None) -> Text | None:
    """Why nothing may rest on it that day; None where it may. ``basis``: as it was decided, where that differs."""
    day = on or timezone.localdate()
    if not kind.in_use(day):
        return text("measures.why_not.out_of_use")
    for one in {kind.basis, basis or kind.basis}:
        if why := force.why_not(one, day):
            return why
    return force.why_halted("measure", kind.pk, day)


def hold(kind: Kind) -> None:
    """Within the transaction, before anything else is locked: nobody repeals it meanwhile. Raises ``Refused``."""
    force.hold(kind.basis, measures=[kind.pk])
    if why := why_halted(kind):
        raise Refused("BASIS_NOT_IN_FORCE", why)


def adopted(kind: Kind, department_id: int) -> None:
    """Raises ``Refused`` where the department does not apply it, or has not looked at it again in time. Renewed counts as one."""
    held = Adoption.everything.filter(kind=kind, department_id=department_id, state="adopted").first()
    if held is None:
        raise Refused("NOT_ADOPTED", text("measures.refused.not_adopted"))
    if held.review_on < timezone.localdate():
        raise Refused("REVIEW_OVERDUE", text("measures.refused.review_overdue", day=written(held.review_on)))


def entries(kind: Kind, organisation_id: int) -> QuerySet[Listing]:
    """The entries of this body the measure may rest on today; what a silent department keeps back is none."""
    found = Listing.everything.in_force().filter(
        organisation_id__in=families.members(organisation_id), kind_id__in=kind.lists, colour=COLOUR[kind.side]
    )  # fmt: skip
    today = timezone.localdate()
    return found.exclude(disputes__lifted_at__isnull=True, disputes__silent_from__lte=today).select_related("kind", "department")


def documents(kind: Kind, organisation_id: int) -> list[Record]:
    """The records of this body it may rest on today, the final ones where the measure asks for that."""
    found = (
        Record.everything.of_body(families.members(organisation_id))
        .retained()
        .filter(kind__in=kind.records, held="", ended_on__isnull=True)
    )
    today = timezone.localdate()
    standing = [one for one in found.select_related("organisation", "department").order_by("-decided_on", "pk") if not one.is_suspended()]
    return [one for one in standing if not kind.final or finality.final(one, today)]


def hold_grounds(application: Application) -> None:
    """What it rests on, before the case itself: an end goes the same way, from the record over the entry to the measure."""
    chosen = Record.everything.filter(pk__in=application.rests.values("record_id"))
    list(chosen.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    if application.listing_id is not None:
        Listing.everything.select_for_update(of=("self",), no_key=True).get(pk=application.listing_id)


def entry(kind: Kind, organisation: Organisation, listing: UUID, *, lock: bool = False) -> Listing:
    """That entry; ``lock``: and nobody else's until this is over. Raises ``Refused`` where the measure cannot rest on it."""
    wanted = entries(kind, organisation.pk).filter(pk=listing)
    found = (wanted.select_for_update(of=("self",), no_key=True) if lock else wanted).first()
    if found is None:
        raise Refused("ENTRY_NOT_STANDING", text("measures.refused.entry_not_standing"))
    return found


def records(kind: Kind, organisation: Organisation, wanted: Iterable[UUID], *, lock: bool = False) -> Sequence[Record]:
    """Those records, of this body, standing, and final where the measure asks for that. Raises ``Refused``."""
    ids = set(wanted)
    found = Record.everything.filter(pk__in=ids, kind__in=kind.records, organisation_id__in=families.members(organisation.pk))
    standing = found.retained().filter(held="", ended_on__isnull=True, taken_back=False)
    chosen = list((standing.select_for_update(of=("self",), no_key=True) if lock else standing).order_by("pk"))
    today = timezone.localdate()
    if not chosen or {one.pk for one in chosen} != ids or any(one.is_suspended() for one in chosen):
        raise Refused("RECORD_NOT_STANDING", text("measures.refused.record_not_standing"))
    if kind.final and not all(finality.final(one, today) for one in chosen):
        raise Refused("RECORD_NOT_FINAL", text("measures.refused.record_not_final"))
    return chosen


def stand(application: Application) -> Listing | None:
    """What the case rests on carries it today; its entry, where it rests on one. Raises ``Refused``."""
    if application.listing_id is not None:
        return entry(application.kind, application.organisation, application.listing_id)
    left = application.rests.filter(gone_on__isnull=True).values_list("record_id", flat=True)
    records(application.kind, application.organisation, left)
    return None


def not_heavier(kind: Kind, weight: str) -> None:
    """过惩相当: never heavier than the catalogue allows. Raises ``Refused``."""
    if weight not in WEIGHTS or WEIGHTS.index(weight) > WEIGHTS.index(kind.weight):
        raise Refused("TOO_HEAVY", text("measures.refused.too_heavy", most=text("measures.weight", kind.weight)))
