"""An objection is filed: by the organisation itself, by the clerk at the window for a visitor, or by the centre of its own accord."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.notices.telling import holders, tell
from goodstanding.objections import clocking, entries, numbers
from goodstanding.objections.locking import words as kept
from goodstanding.objections.models import GROUNDS, OVER, Evidence, Item, Objection
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.records.models import Record, Records
from goodstanding.representing.models import Consent
from goodstanding.rules import persons
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

PURPOSE = "objection.evidence"
LONGEST = 500
"""Characters of the organisation's own words: as many as stand beside a record (records.marking)."""
MOST = 50
"""Records and entries of one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A decision that should be there and is not."""

    described: str
    department: Department | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is filed. ``records``: record -> field code -> what should be said instead; ``listings``: entries of lists.

    ``token``: sent twice, it is one case.
    """

    organisation: Organisation
    token: UUID
    ground: str
    words: str
    records: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    listings: tuple[UUID, ...] = ()
    missing: Missing | None = None
    papers: tuple[UUID, ...] = ()
    consent: Consent | None = None


def file(said: Filing, *, by: Standing, channel: str = "") -> Objection:
    """Keep it; the same token again gives the same case. Raises ``Refused`` with what to do."""
    require(by, "object", said.organisation)
    way = channel or ("online" if by.role == "representative" else "window")
    with transaction.atomic():
        _one_at_a_time(said.organisation)
        known = Objection.objects.filter(token=said.token).first()
        if known is not None:
            return known
        items = _items(said)
        _check(said, way)
        made = Objection.objects.create(
            number=numbers.following("YY"), token=said.token, organisation=said.organisation, channel=way, consent=said.consent,
            user_id=by.user_id, by=by.label, ground=said.ground, words=kept(said.words, longest=LONGEST),
            profile=settings.OBJECTION_PROFILE, filed_at=timezone.now(),
        )  # fmt: skip
        for one in items:
            one.objection = made
            one.save(force_insert=True)
        mine = Paper.objects.select_for_update().defer("content").filter(purpose=PURPOSE, user_id=by.user_id, destroyed_at__isnull=True)
        for paper in mine.filter(pk__in=said.papers):
            Evidence.objects.create(objection=made, paper=paper, side="subject")
        made.refresh_from_db()
        about: dict[str, Any] = {"records": [str(one.record_id) for one in items if one.record_id]}
        if said.listings:
            about["listings"] = [str(one.listing_id) for one in items if one.listing_id]
        move(made, "file", by=by, channel=way, ground=said.ground, **about)
        clocking.set_case(made)
        tell(holders("clerk"), "objections.told.filed", url=reverse("objections:case", args=[made.pk]), number=made.number)
    return made


def fields_of(record: Record) -> list[str]:
    """The fields of a record that may be disputed: all that are not internal and not dropped."""
    kind = load(settings.CITY_CATALOGUE).kinds[record.kind]
    return [code for code, one in kind.fields.items() if one.privacy in {"public", "official"}]


def wanted_of(record: Record, said: Mapping[str, str]) -> dict[str, str]:
    """Field -> what should stand there, without a person's numbers; an official field (a name) is only named, never repeated here."""
    kind = load(settings.CITY_CATALOGUE).kinds[record.kind]
    allowed = set(fields_of(record))
    if unknown := [code for code in said if code not in allowed]:
        raise Refused("FIELD_UNKNOWN", text("objections.refused.field_unknown", field=unknown[0]))
    return {code: "" if kind.fields[code].privacy == "official" else persons.mask(value.strip()[:2000])[0] for code, value in said.items()}


def disputable(organisation: Organisation) -> Records:
    """The records of the body an objection may be about, the newest first: those that have not ended and are not archived."""
    theirs = Record.everything.filter(organisation_id__in=families.members(organisation.pk), taken_back=False, ended_on__isnull=True)
    return theirs.retained().select_related("department").order_by("-decided_on", "pk")


def _items(said: Filing) -> list[Item]:
    known = {one.pk: one for one in disputable(said.organisation).filter(pk__in=list(said.records))}
    if strange := [one for one in said.records if one not in known]:
        raise Conflict("RECORD_NOT_OURS", text("objections.refused.record_not_ours", n=len(strange)))
    busy = Item.objects.filter(record_id__in=list(said.records)).exclude(objection__state__in=OVER).select_related("objection").first()
    if busy is not None:
        raise Conflict("DISPUTED_ALREADY", text("objections.refused.disputed_already", number=busy.objection.number))
    items = [
        Item(record=known[record], department_id=known[record].department_id, revision=known[record].revision,
             fields=wanted_of(known[record], fields))
        for record, fields in said.records.items()
    ]  # fmt: skip
    items += _entries(said)
    if said.missing is not None:
        items.append(Item(described=kept(said.missing.described, longest=300), department=said.missing.department))
    return items


def _entries(said: Filing) -> list[Item]:
    wanted = list(dict.fromkeys(said.listings))
    known = {one.pk: one for one in entries.disputable(said.organisation).filter(pk__in=wanted)}
    if strange := [one for one in wanted if one not in known]:
        raise Conflict("ENTRY_NOT_OURS", text("objections.refused.entry_not_ours", n=len(strange)))
    busy = Item.objects.filter(listing_id__in=wanted).exclude(objection__state__in=OVER).select_related("objection").first()
    if busy is not None:
        raise Conflict("DISPUTED_ALREADY", text("objections.refused.entry_disputed", number=busy.objection.number))
    return [Item(listing=known[one], department_id=known[one].department_id) for one in wanted]


def _check(said: Filing, channel: str) -> None:
    if said.ground not in GROUNDS:
        raise Refused("GROUND_MISSING", text("objections.refused.ground_missing"))
    about = bool(said.records or said.listings)
    if not about and said.missing is None:
        raise Refused("NOTHING_DISPUTED", text("objections.refused.nothing_disputed"))
    if len(said.records) + len(said.listings) > MOST:
        raise Refused("TOO_MANY_RECORDS", text("objections.refused.too_many", most=MOST))
    if (said.missing is not None) != (said.ground == "missing" and not about) or (said.listings and said.ground == "missing"):
        raise Refused("GROUND_DISAGREES", text("objections.refused.ground_disagrees"))
    if channel == "window" and said.consent is None:
        raise Refused("CONSENT_MISSING", text("objections.refused.consent_missing"))


def _one_at_a_time(organisation: Organisation) -> None:
    """Two clicks at once: the second waits here, and finds the case of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('objections.filing', %s))", [organisation.pk])
