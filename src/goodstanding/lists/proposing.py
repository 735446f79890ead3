"""A department proposes to list an organisation: on which list, for which of its conditions, on which effective documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.ledger.writing import write
from goodstanding.lists import catalogue, comparing, telling
from goodstanding.lists.competence import require_competence
from goodstanding.lists.models import OPEN, Kind, Listing, Rest
from goodstanding.lists.numbering import next_number
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record
from goodstanding.rules import persons
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

LONGEST = 3000
PURPOSE = "listing.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An effective document that is not a record here: a judgment, a decision of another place."""

    organ: str
    number: str
    decided_on: date
    paper: Paper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the department says."""

    organisation: Organisation
    kind: str
    criterion: str
    facts: str
    records: tuple[UUID, ...] = ()
    documents: tuple[Document, ...] = ()


def propose(said: Proposal, department: Department, *, by: Standing) -> Listing:
    """Begin the case; nothing follows from it by itself. Raises ``Refused``, ``Conflict`` where one is in hand already."""
    require(by, "propose_listing", department)
    require_competence(said.kind, department.pk)
    kind = Kind.objects.get(pk=said.kind)
    facts = _checked(said, kind)
    with transaction.atomic():
        force.hold(*catalogue.bases(kind.pk, said.criterion))
        # One body, however many entries of the register were merged into it.
        body = Organisation.objects.select_for_update(no_key=True).get(pk=families.root(said.organisation).pk)
        in_force(kind, said.criterion)
        records = standing_records(said)
        if there := Listing.everything.filter(
            organisation_id__in=families.members(body.pk), kind=kind, criterion=said.criterion, state__in=OPEN
        ).first():  # fmt: skip
            raise Conflict("LISTING_IN_HAND", text("lists.refused.in_hand", number=there.number))
        if kind.colour == "red":
            comparing.clear(body.pk)
        listing = Listing.everything.create(
            number=next_number("MD"), kind=kind, colour=kind.colour, organisation=body, department=department,
            criterion=said.criterion, facts=facts, proposed_by=by.label, proposed_user=by.user_id,
        )  # fmt: skip
        Rest.objects.bulk_create([Rest(listing=listing, record=one) for one in records])
        Rest.objects.bulk_create(
            [
                Rest(listing=listing, organ=_clean(one.organ), document=_clean(one.number), decided_on=one.decided_on, paper=one.paper)
                for one in said.documents
            ]
        )
        step = PROCEDURES["listing"]["", "propose"]
        data = {"to": step.to, "kind": kind.pk, "criterion": said.criterion, "records": [str(one.pk) for one in records]}
        write(step.event, listing, by=by, data=data)
        telling.tell_head(listing, "proposed")
    return listing


def in_force(kind: Kind, criterion: str) -> None:
    """Raises ``Refused`` where the list is out of use, or its basis or the condition's is not in force today."""
    today = timezone.localdate()
    if kind.since > today or (kind.until is not None and kind.until < today):
        raise Refused("LIST_OUT_OF_USE", text("lists.refused.out_of_use"))
    for basis in catalogue.bases(kind.pk, criterion):
        if why := force.why_not(basis, today):
            raise Refused("BASIS_NOT_IN_FORCE", why)


def standing_records(said: Proposal) -> Sequence[Record]:
    """The records named: this organisation's, not ended, not kept from showing for the time being. Raises ``Refused``."""
    wanted = set(said.records)
    found = Record.everything.filter(pk__in=wanted, organisation_id__in=families.members(said.organisation.pk), taken_back=False)
    records = list(found.filter(ended_on__isnull=True).select_for_update(of=("self",)).order_by("pk"))
    if {one.pk for one in records} != wanted:
        raise Refused("RECORD_NOT_STANDING", text("lists.refused.record_not_standing"))
    if any(one.is_suspended() for one in records):
        raise Refused("RECORD_SUSPENDED", text("lists.refused.record_suspended"))
    return records


def _checked(said: Proposal, kind: Kind) -> str:
    """The facts as they will be kept. Raises ``Refused`` with what to do."""
    facts = persons.mask(said.facts.strip()[:LONGEST])[0]
    today = timezone.localdate()
    wrong = {
        "FACTS_MISSING": not facts,
        "CRITERION_UNKNOWN": catalogue.criterion(kind.pk, said.criterion) is None,
        # 生效法律文书: without one nobody is told that he is to be listed.
        "DOCUMENTS_MISSING": kind.colour != "red" and not said.records and not said.documents,
        "DOCUMENT_INCOMPLETE": any(not _clean(one.organ) or not _clean(one.number) for one in said.documents),
        "DOCUMENT_IN_FUTURE": any(one.decided_on > today for one in said.documents),
    }
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found, text("lists.refused", found.lower()))
    return facts


def _clean(words: str) -> str:
    return persons.mask(words.strip()[:200])[0]
