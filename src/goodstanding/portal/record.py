"""What may be said about one shown record, field by field as the catalogue allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from goodstanding.organisations import families, sealing
from goodstanding.organisations.models import Organisation
from goodstanding.portal.loaded import catalogue
from goodstanding.portal.marked import Shown, marks
from goodstanding.portal.organisation import INDIVIDUAL
from goodstanding.portal.quoting import quote
from goodstanding.records.models import Correction, Ending, Record, Revision
from goodstanding.records.standing import history
from goodstanding.rules.catalogue import Field, Kind
from goodstanding.rules.texts import NOTHING, Text
from goodstanding.ui.texts import text
from goodstanding.ui.values import spoken

SAID_ELSEWHERE = frozenset({
    "party.name", "party.class", "party.uscc", "party.regno", "party.orgcode", "party.taxno", "party.institution", "party.social",
    "organ.name", "organ.code", "source.name", "source.code", "publish.until", "decision.number", "decision.date", "status",
})  # fmt: skip
"""Roles the page says in its own words beside the fields."""


@dataclass(frozen=True, slots=True)
class Said:
    """One field as shown: its title and value, both in both languages where there are two."""

    code: str
    title: Text
    value: Text | str

    @property
    def as_written(self) -> bool:
        """The source's own words, Chinese on every page."""
        return not isinstance(self.value, Text)


@dataclass(frozen=True, slots=True)
class Change:
    """A revision: when it came and why; a correction says by which case, in what words, and what stood there before."""

    number: int
    at: datetime
    because: str
    correction: Correction | None = None
    fields: tuple[tuple[Text, Text | str, Text | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A record as its page shows it; ``class_stated``: the source said how grave it is (失信信息分类)."""

    record: Record
    kind: Kind
    fields: tuple[Said, ...]
    official: tuple[Said, ...]
    changes: tuple[Change, ...]
    class_stated: bool
    marks: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """Why nothing is shown: 撤回行政处罚决定信息并公开说明理由 (行政处罚法 art. 48). ``final``: it ended, else it is suspended."""

    since: date
    why: Text
    words: str = ""
    basis: Text = NOTHING
    final: bool = True


def find(public_id: UUID) -> Record | None:
    """The record, if anybody may see it today."""
    found: Record | None = Record.public.filter(public_id=public_id).select_related("organisation", "department").first()
    if found is not None:
        found.organisation = families.root(found.organisation)  # while a merge stands; never saved
    return found


def gone(public_id: UUID) -> Gone | None:
    """Why a record that once showed does not show now, and since when; nothing of what it said."""
    records = Record.everything.retained()
    old: Record | None = records.filter(public_id=public_id, taken_back=False, held="").select_related("ending").first()
    if old is None:
        return None
    ending: Ending | None = getattr(old, "ending", None)
    if ending is not None and old.ended_on:
        return Gone(old.ended_on, text("records.ended", ending.because), ending.words, quote(ending.basis))
    if old.is_suspended() and old.suspended_from and (open_one := old.suspensions.filter(lifted_at__isnull=True).order_by("since").first()):
        return Gone(old.suspended_from, text("records.suspended", open_one.because), final=False)
    return None


def successor(public_id: UUID) -> Record | None:
    """Where a record was taken back from this body and others had said the same of it: the record that stands in its place."""
    old = Record.everything.filter(public_id=public_id, taken_back=True).first()
    instead: Record | None = Record.public.filter(organisation_id=old.organisation_id, identity=old.identity).first() if old else None
    return instead


def describe(record: Record, *, official: bool) -> Described:
    """The record's fields; ``official`` ones (the legal representative's name) only for its own page, never for lists, answers or feeds."""
    return describe_all([record], official=official)[0]


def describe_all(records: Sequence[Record], *, official: bool) -> list[Described]:
    """The same of many."""
    ids = [one.pk for one in records]
    latest = {one.record_id: one for one in Revision.objects.filter(record_id__in=ids, number=F("record__revision"))}
    standing = marks(ids, {one.pk: one.kind for one in records})
    corrections = {(one.record_id, one.number): one for one in Correction.objects.filter(record_id__in=ids)}
    operators = {body for body in {one.organisation_id for one in records} if not official or _is_an_operator(body)}
    return [
        _described(one, latest[one.pk], _changes(one, corrections), standing.get(one.pk, ()), hidden=one.organisation_id in operators)
        for one in records
    ]


def _is_an_operator(organisation_id: int) -> bool:
    """An individually operated business is its operator: there the name is not repeated as a person's."""
    entries = Organisation.objects.filter(pk__in=families.members(organisation_id))
    return any(INDIVIDUAL in {(entry.uscc or "")[:2], entry.category} for entry in entries)


def _described(record: Record, latest: Revision, changes: tuple[Change, ...], marked: tuple[Shown, ...], *, hidden: bool) -> Described:
    kind = catalogue().kinds[record.kind]
    open_to_all = {field.code for field in kind.fields.values() if field.privacy == "public" and field.role not in SAID_ELSEWHERE}
    shown = [_said(kind.fields[code], value) for code, value in latest.data.items() if code in open_to_all and value]
    order = list(kind.fields)
    return Described(
        record,
        kind,
        tuple(sorted(shown, key=lambda said: order.index(said.code))),
        () if hidden else _official(kind, latest),
        changes,
        bool(latest.data.get(kind.field("publication.class"))),
        marked,
    )


def _changes(record: Record, corrections: Mapping[tuple[UUID, int], Correction]) -> tuple[Change, ...]:
    """The record's revisions, newest first."""
    kind = catalogue().kinds[record.kind]
    said = [
        Change(place, one.entered_at, one.because, corrections.get((record.pk, one.number)))
        for place, one in enumerate(history(record.pk), 1)
    ]
    return tuple(replace(one, fields=_differences(kind, one.correction)) if one.correction else one for one in reversed(said))


def _differences(kind: Kind, correction: Correction) -> tuple[tuple[Text, Text | str, Text | str], ...]:
    """Field by field, what stood there and what stands there now; only what anybody may read."""
    fields = ((kind.fields[code], before, after) for code, (before, after) in correction.changes.items() if code in kind.fields)
    return tuple(
        (field.title, spoken(field, before, catalogue()) if before else NOTHING, spoken(field, after, catalogue()) if after else NOTHING)
        for field, before, after in fields
        if field.privacy == "public"
    )


def _official(kind: Kind, revision: Revision) -> tuple[Said, ...]:
    """The fields that stand on the record's own page only."""
    sealed = sealing.unseal(revision.sealed)
    return tuple(_said(kind.fields[code], value) for code, value in sealed.items() if value and _is_official(kind, code))


def _is_official(kind: Kind, code: str) -> bool:
    return code in kind.fields and kind.fields[code].privacy == "official"


def _said(field: Field, value: str) -> Said:
    return Said(field.code, field.title, spoken(field, value, catalogue()))
