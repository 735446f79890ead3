"""What was public about an organisation at a past moment, bit for bit: its acts played again from the openings of the log.

Up to the moment, minus what had ended, did not show for the time being, or was outside its window that day.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone

from goodstanding.departments.allowing import DEPARTMENT, may, require
from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.publiclog.acts import SAYS
from goodstanding.publiclog.models import Opening
from goodstanding.rules.events import Event


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as anybody could read it then: exactly the bytes its leaf commits to, and those of the marks that stood beside it."""

    record_id: UUID
    leaf: int
    content: bytes
    marks: tuple[bytes, ...]

    @property
    def window(self) -> tuple[date, date]:
        """From when until when it showed, as was known then."""
        return date.fromisoformat(self.said["shown_from"]), date.fromisoformat(self.said["shown_until"])

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    @property
    def mark_texts(self) -> list[str]:
        """The marks as text."""
        return [one.decode() for one in self.marks]

    @property
    def said(self) -> dict[str, Any]:
        """The content read."""
        read: dict[str, Any] = orjson.loads(self.content)
        return read


def as_of(organisation: Organisation, moment: datetime, *, by: Standing) -> list[Shown]:
    """For the centre and the organisation's own people; a department sees what it handed in itself. Who asked is written down."""
    own = by.department_id if by.role in DEPARTMENT else None
    if own is None and not may(by, "see_ours", organisation):
        require(by, "see_organisation", organisation)
    write(Event.ACCESS_LOOKED_UP, organisation, by=by, data={"as_of": moment.isoformat()})
    return replay(families.members(organisation.pk), moment, department_id=own)


def replay(organisation_ids: Sequence[int], moment: datetime, *, department_id: int | None = None) -> list[Shown]:
    """The acts up to the moment, and what they leave standing that day; oldest record first."""
    found = Opening.objects.filter(organisation_id__in=organisation_ids, at__lte=moment)
    if department_id is not None:
        found = found.filter(department_id=department_id)
    records: dict[UUID, _Record] = {}
    for one in found.order_by("leaf").iterator():
        records.setdefault(one.record_id, _Record()).take(one)
    day = timezone.localdate(moment)
    return [
        Shown(record_id, it.leaf, it.content, tuple(it.marks.values()))
        for record_id, it in records.items()
        if it.content is not None and it.shows(day)
    ]


@dataclass(slots=True)
class _Record:
    """One record's state while its acts are played."""

    leaf: int = -1
    content: bytes | None = None
    marks: dict[int, bytes] = field(default_factory=dict)
    rests_since: dict[int, date] = field(default_factory=dict)

    def take(self, opening: Opening) -> None:
        """One act."""
        content = zlib.decompress(opening.content)
        said = orjson.loads(content)
        if opening.event in SAYS or "revision" in said or "shown_until" in said:
            self.leaf, self.content = opening.leaf, None if said.get("held") else content
        elif opening.event in {Event.RECORD_MARKED, Event.LISTING_DISPUTED}:
            self.marks[said["mark"]] = content
        elif opening.event in {Event.RECORD_UNMARKED, Event.LISTING_UNDISPUTED}:
            self.marks.pop(said["mark"], None)
        elif opening.event in {Event.RECORD_SUSPENDED, Event.LISTING_SUSPENDED}:
            self.rests_since[said["suspension"]] = date.fromisoformat(said["since"])
        elif opening.event in {Event.RECORD_RESUMED, Event.LISTING_RESUMED}:
            self.rests_since.pop(said["suspension"], None)
        else:
            self.content = None  # ended, taken back, withdrawn, purged: for good

    def shows(self, day: date) -> bool:
        """Inside its window that day, and not suspended."""
        said = orjson.loads(self.content or b"{}")
        return said["shown_from"] <= day.isoformat() <= said["shown_until"] and not _begun(self.rests_since.values(), day)


def _begun(days: Iterable[date], today: date) -> bool:
    return any(day <= today for day in days)
