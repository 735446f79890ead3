"""What may be said about one shown record, field by field as the catalogue allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goodstanding.organisations import sealing
from goodstanding.portal.loaded import catalogue
from goodstanding.portal.organisation import INDIVIDUAL
from goodstanding.records.models import Record, Revision
from goodstanding.rules.catalogue import Field, Kind
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written

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
    """A revision: when it came and why."""

    number: int
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Described:
    """A record as its page shows it; ``class_stated``: the source said how grave it is (失信信息分类)."""

    record: Record
    kind: Kind
    fields: tuple[Said, ...]
    official: tuple[Said, ...]
    changes: tuple[Change, ...]
    class_stated: bool


def find(public_id: UUID) -> Record | None:
    """The record, if anybody may see it today."""
    found: Record | None = Record.public.filter(public_id=public_id).select_related("organisation", "department").first()
    return found


def describe(record: Record, *, official: bool) -> Described:
    """The record's fields; ``official`` ones (the legal representative's name) only for its own page, never for lists, answers or feeds.

    An individually operated business is its operator, so there the name is not repeated as a person's.
    """
    kind = catalogue().kinds[record.kind]
    revisions = list(Revision.objects.filter(record=record).order_by("-number"))
    latest = revisions[0]
    open_to_all = {field.code for field in kind.fields.values() if field.privacy == "public" and field.role not in SAID_ELSEWHERE}
    shown = [_said(kind.fields[code], value) for code, value in latest.data.items() if code in open_to_all and value]
    order = list(kind.fields)
    hidden = not official or (record.organisation.uscc or "").startswith(INDIVIDUAL) or record.organisation.category == INDIVIDUAL
    return Described(
        record,
        kind,
        tuple(sorted(shown, key=lambda said: order.index(said.code))),
        () if hidden else _official(kind, latest),
        tuple(Change(one.number, one.entered_at, one.because) for one in revisions),
        bool(latest.data.get(kind.field("publication.class"))),
    )


def _official(kind: Kind, revision: Revision) -> tuple[Said, ...]:
    """The fields that stand on the record's own page only."""
    sealed = sealing.unseal(revision.sealed)
    return tuple(_said(kind.fields[code], value) for code, value in sealed.items() if value and _is_official(kind, code))


def _is_official(kind: Kind, code: str) -> bool:
    return code in kind.fields and kind.fields[code].privacy == "official"


def _said(field: Field, value: str) -> Said:
    """Dates as dates, coded values with their label, everything else as the source wrote it."""
    if field.type == "date":
        return Said(field.code, field.title, _date(value))
    if field.codes and (codes := catalogue().codes.get(field.codes)):
        found = [
            (item.label if (item := codes.find(piece)) else Text(piece, piece)) for piece in (value.split(";") if field.many else [value])
        ]
        return Said(field.code, field.title, Text("；".join(one.zh for one in found), "; ".join(one.en for one in found)))
    return Said(field.code, field.title, value)


def _date(value: str) -> Text | str:
    try:
        return written(date.fromisoformat(value))
    except ValueError:
        return value
