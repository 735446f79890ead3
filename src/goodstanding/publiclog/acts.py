"""Which entries of the ledger are public acts, and what each made public: gathered in sets, one dictionary for each act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from goodstanding.ledger.models import Entry
from goodstanding.publiclog import stating
from goodstanding.records.models import Ending, Mark, Suspension
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load

RECORD = "records.record"
SAYS = frozenset({Event.RECORD_ENTERED, Event.RECORD_REVISED, Event.RECORD_CORRECTED})
"""The record says something anew: its revision is named. So it does where others had said something before (taken back to a revision)."""
PUBLIC = SAYS | {
    Event.RECORD_ENDED, Event.RECORD_MARKED, Event.RECORD_UNMARKED, Event.RECORD_SUSPENDED, Event.RECORD_RESUMED, Event.RECORD_TAKEN_BACK,
    Event.RECORD_PURGED, Event.RECORD_WITHDRAWN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """A leaf to be: what was done when, to which record of whom, and what became public by it."""

    event: str
    at: datetime
    record_id: UUID
    organisation_id: int | None
    department_id: int | None
    content: dict[str, Any]


def gather(entries: Iterable[Entry]) -> Iterator[Act]:
    """The public acts among these entries, in their order.

    What was never shown (held) is no act: an entry counts from the first one on by which its record became public.
    """
    chosen = [(one, UUID(one.subject_id)) for one in entries if one.subject == RECORD and one.event in PUBLIC]
    known = stating.read((record, _revision(one)) for one, record in chosen)
    details = _Details([one for one, _ in chosen])
    public = _logged({record for _, record in chosen})
    catalogue = load(settings.CITY_CATALOGUE)
    for one, record in chosen:
        statement = known.get((record, _revision(one)))
        content: dict[str, Any] = {"v": 1, "event": one.event, "at": _moment(one.at), "record": str(record)}
        if statement is not None and _revision(one):
            content |= stating.content(statement, catalogue, at=one.at)
            if not content.get("held"):
                public.add(record)
        else:
            content |= details.of(one)
        if one.event == Event.RECORD_PURGED and one.data.get("logged", True):
            yield Act(one.event, one.at, record, None, None, content)
        elif record in public:
            organisation, department = (statement.organisation_id, statement.department_id) if statement else (None, None)
            yield Act(one.event, one.at, record, organisation, department, content)


def _logged(records: set[UUID]) -> set[UUID]:
    """Those that are in the log already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT record_id FROM publiclog_opening WHERE record_id = ANY(%s)", [list(records)])
        return {record for (record,) in cursor.fetchall()}


def _revision(entry: Entry) -> int:
    """The revision an entry brought, 0 where it brought none."""
    says = entry.event in SAYS or (entry.event == Event.RECORD_TAKEN_BACK and "revision" in entry.data)
    return int(entry.data.get("revision") or 1) if says else 0


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()[:19] + "Z"


class _Details:
    """What marks, suspensions and endings say, read once for a batch."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        keys = {name: {int(one.data[name]) for one in entries if one.data.get(name)} for name in ("mark", "suspension")}
        ended = {UUID(one.subject_id) for one in entries if one.event == Event.RECORD_ENDED}
        self.marks = Mark.objects.in_bulk(keys["mark"]) if keys["mark"] else {}
        self.suspensions = Suspension.objects.in_bulk(keys["suspension"]) if keys["suspension"] else {}
        self.endings = Ending.objects.in_bulk(ended) if ended else {}

    def of(self, entry: Entry) -> dict[str, Any]:
        """What an act says beside the record itself; an ending says why, and nothing of what had been public."""
        mark = self.marks.get(int(entry.data.get("mark") or 0))
        if mark is not None:
            whole = {"kind": mark.kind, "case": mark.number, "fields": list(mark.fields), "words": mark.words}
            return {"mark": mark.pk, **(whole if entry.event == Event.RECORD_MARKED else {})}
        suspension = self.suspensions.get(int(entry.data.get("suspension") or 0))
        if suspension is not None:
            whole = {"because": suspension.because, "case": suspension.number, "since": suspension.since.isoformat()}
            return {"suspension": suspension.pk, **(whole if entry.event == Event.RECORD_SUSPENDED else {})}
        ending = self.endings.get(UUID(entry.subject_id)) if entry.event == Event.RECORD_ENDED else None
        if ending is not None:
            return {
                "because": ending.because, "basis": ending.basis, "words": ending.words, "document": ending.document,
                "effective_on": _day(ending.effective_on),
            }  # fmt: skip
        return {}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
