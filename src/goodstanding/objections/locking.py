"""A case as it stands now, and nobody else's until the deed is done; of two who act, the slower one is told."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from goodstanding.ledger.moving import conflict
from goodstanding.lists.models import Listing
from goodstanding.objections.models import OVER, Inquiry, Item, Objection
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules import persons
from goodstanding.rules.procedure import OBJECTION
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import text


def locked(objection: Objection, action: str = "") -> Objection:
    """Raises ``Conflict`` where somebody has moved it since it was read, it is over, or its state does not allow the action."""
    found = held(objection.pk)
    if found.state != objection.state or found.state in OVER:
        raise conflict()
    if action and (found.state, action) not in OBJECTION:
        raise conflict()
    return found


def held(number: UUID) -> Objection:
    """The case whatever its state. Its records and entries first, in order, as whoever ends one takes them: two who act on the
    same case, record or entry wait for each other, never for ever.
    """
    about = Item.objects.filter(objection=number, record__isnull=False).values_list("record_id", flat=True)
    list(Record.everything.select_for_update().filter(pk__in=list(about)).order_by("pk").values_list("pk", flat=True))
    entries = Item.objects.filter(objection=number, listing__isnull=False).values_list("listing_id", flat=True)
    list(Listing.everything.select_for_update().filter(pk__in=list(entries)).order_by("pk").values_list("pk", flat=True))
    return Objection.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=number)


def body_of(objection: Objection) -> Organisation:
    """Whose case it is today: while a merge stands, the entry of the register its organisation is shown as."""
    return families.root(objection.organisation)


def inquiry(number: UUID) -> Inquiry:
    """One inquiry with its case and department."""
    found = Inquiry.objects.select_related("objection__organisation", "department").filter(pk=number).first()
    if found is None:
        raise Missing("NO_INQUIRY", text("objections.refused.no_inquiry"))
    return found


def masked(values: Mapping[str, str]) -> dict[str, str]:
    """Field -> value as it is kept: without a person's numbers."""
    return {code: persons.mask(value.strip())[0] for code, value in values.items()}


def words(said: str, *, longest: int = 2000) -> str:
    """As it is kept: without a person's numbers. Raises ``Refused`` where there are none."""
    kept = persons.mask(said.strip()[:longest])[0]
    if not kept:
        raise Refused("REASON_MISSING", text("objections.refused.reason_missing"))
    return kept
