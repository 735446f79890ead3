"""A department proposes to apply a measure it has adopted to one organisation, on one entry or on named records; nothing follows yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.lists.models import Listing
from goodstanding.measures import conditions, telling
from goodstanding.measures.models import OPEN, Adoption, Application, Ground
from goodstanding.measures.numbering import next_number
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules import persons
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

LONGEST = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One organisation, one measure; ``listing`` or ``records``, never both."""

    organisation: Organisation
    grounds: str
    related: str
    listing: UUID | None = None
    records: tuple[UUID, ...] = ()


def propose(adoption: Adoption, said: Proposal, *, by: Standing) -> Application:
    """Begin the case. Raises ``Refused`` with what does not hold, ``Conflict`` where one is in hand already."""
    require(by, "propose_application", adoption)
    grounds, related = (persons.mask(words.strip()[:LONGEST])[0] for words in (said.grounds, said.related))
    wrong = {"GROUNDS_MISSING": not grounds, "RELATED_MISSING": not related, "RESTS_ON_ONE": bool(said.listing) == bool(said.records)}
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found, text("measures.refused", found.lower()))
    with transaction.atomic():
        conditions.hold(adoption.kind)
        body = Organisation.objects.select_for_update(no_key=True).get(pk=families.root(said.organisation).pk)
        now = Adoption.everything.select_for_update(of=("self",), no_key=True).select_related("kind", "department").get(pk=adoption.pk)
        if now.state != "adopted":
            raise Refused("NOT_ADOPTED", text("measures.refused.not_adopted"))
        conditions.adopted(now.kind, now.department_id)
        listing, records = _rests(now, body, said)
        if there := Application.everything.filter(
            organisation=body, adoption__kind=now.kind, department=now.department, state__in=OPEN
        ).first():
            raise Conflict("APPLICATION_IN_HAND", text("measures.refused.application_in_hand", number=there.number))
        made = Application.everything.create(
            number=next_number("SS"), adoption=now, kind=now.kind, side=now.kind.side, organisation=body, department=now.department,
            listing=listing, grounds=grounds, related=related, proposed_by=by.label, proposed_user=by.user_id,
        )  # fmt: skip
        Ground.objects.bulk_create([Ground(application=made, record=one) for one in records])
        step = PROCEDURES["application"]["", "propose"]
        data = {
            "to": step.to,
            "measure": now.number,
            "listing": listing.number if listing else "",
            "records": [str(one.pk) for one in records],
        }
        write(step.event, made, by=by, because=grounds, data=data)
        telling.tell_office(made, "proposed")
    return made


def _rests(adoption: Adoption, body: Organisation, said: Proposal) -> tuple[Listing | None, list[Record]]:
    if said.listing is not None:
        return conditions.entry(adoption.kind, body, said.listing, lock=True), []
    return None, list(conditions.records(adoption.kind, body, said.records, lock=True))
