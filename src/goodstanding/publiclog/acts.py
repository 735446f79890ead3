"""Which entries of the ledger are public acts, and what each made public: gathered in sets, one dictionary for each act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from goodstanding.ledger.reading import Line
from goodstanding.publiclog import stating
from goodstanding.records.models import Ending, Mark, Record, Suspension
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load

RECORD = "records.record"
SAYS = frozenset({Event.RECORD_ENTERED, Event.RECORD_REVISED, Event.RECORD_CORRECTED})
"""The record says something anew: its revision is named. So it does where others had said something before (taken back to a revision)."""
PUBLIC = SAYS | {
    Event.RECORD_ENDED, Event.RECORD_MARKED, Event.RECORD_UNMARKED, Event.RECORD_SUSPENDED, Event.RECORD_RESUMED, Event.RECORD_TAKEN_BACK,
    Event.RECORD_PURGED, Event.RECORD_WITHDRAWN,
}  # fmt: skip


class Act(NamedTuple):
    """A leaf to be: what was done when, to which record (or entry, halt …: its key) of whom, and what became public by it."""

    event: str
    at: datetime
    record_id: UUID
    organisation_id: int | None
    department_id: int | None
    content: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Public acts on something else than records, of a part above.

    ``gather`` gets the entries of these events, in their order, and says for each place in them which act it was; what was never public is
    left out. ``shown``: may the acts on the thing with this key be proved to anybody today?
    """

    subject: str
    events: frozenset[str]
    gather: Callable[[Sequence[Line]], Mapping[int, Act]]
    shown: Callable[[UUID], bool]


_FOLLOWED: dict[str, Following] = {}


def follow(following: Following) -> None:
    """From now on the log takes these in too."""
    _FOLLOWED[following.subject] = following


def shown(key: UUID) -> bool:
    """Whether anybody can see it today, of whichever part it is."""
    return Record.public.filter(pk=key).exists() or any(one.shown(key) for one in _FOLLOWED.values())


def public() -> Q:
    """Of the ledger: the entries that may be public acts."""
    theirs = {event for one in _FOLLOWED.values() for event in one.events}
    return Q(subject=RECORD, event__in=PUBLIC) | Q(subject__in=_FOLLOWED, event__in=theirs)


def gather(lines: Sequence[Line]) -> Iterator[Act]:
    """The public acts among these entries, in their order; all that has to be read is read when this returns."""
    others = _others(lines)
    if not others:
        return _of_records(lines)
    found, begin = list[Act](), 0
    for place in sorted(others):
        found += [*_of_records(lines[begin:place]), others[place]]
        begin = place + 1
    return iter([*found, *_of_records(lines[begin:])])


def _others(lines: Sequence[Line]) -> dict[int, Act]:
    acts: dict[int, Act] = {}
    for subject, one in _FOLLOWED.items():
        places = [place for place, line in enumerate(lines) if line.subject == subject and line.event in one.events]
        if places:
            acts |= {places[n]: act for n, act in one.gather([lines[place] for place in places]).items()}
    return acts


def _of_records(lines: Iterable[Line]) -> Iterator[Act]:
    """What was never shown (held) is no act: an entry counts from the first one on by which its record became public."""
    chosen = [(one, _revision(one)) for one in lines if one.subject == RECORD and one.event in PUBLIC]
    if not chosen:
        return iter(())
    known = stating.read([(one.subject_id, revision) for one, revision in chosen])
    return _made(chosen, known, _Details([one for one, _ in chosen]), logged({one.subject_id for one, _ in chosen}))


def _made(chosen: Sequence[tuple[Line, int]], known: Mapping[int, stating.Statement], details: _Details, public: set[str]) -> Iterator[Act]:
    saying = stating.Saying(load(settings.CITY_CATALOGUE))
    for place, (one, revision) in enumerate(chosen):
        statement = known.get(place)
        content: dict[str, Any] = {"v": 1, "event": one.event, "at": moment(one.at), "record": one.subject_id}
        if statement is not None and revision:
            content |= saying.content(statement, at=one.at)
            if not content.get("held"):
                public.add(one.subject_id)
        else:
            content |= details.of(one)
        if one.event == Event.RECORD_PURGED and one.data.get("logged", True):
            yield Act(one.event, one.at, UUID(one.subject_id), None, None, content)
        elif one.subject_id in public:
            organisation, department = (statement.organisation_id, statement.department_id) if statement else (None, None)
            yield Act(one.event, one.at, UUID(one.subject_id), organisation, department, content)


def logged(records: set[str]) -> set[str]:
    """Those keys that are in the log already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT record_id::text FROM publiclog_opening WHERE record_id = ANY(%s::uuid[])", [stating.array(records)])
        return {record for (record,) in cursor.fetchall()}


def _revision(entry: Line) -> int:
    """The revision an entry brought, 0 where it brought none."""
    says = entry.event in SAYS or (entry.event == Event.RECORD_TAKEN_BACK and "revision" in entry.data)
    return int(entry.data.get("revision") or 1) if says else 0


def moment(at: datetime) -> str:
    """As every content says it: UTC, to the second."""
    return at.astimezone(UTC).isoformat()[:19] + "Z"


class _Details:
    """What marks, suspensions and endings say, read once for a batch."""

    def __init__(self, entries: Sequence[Line]) -> None:
        keys = {name: {int(one.data[name]) for one in entries if one.data.get(name)} for name in ("mark", "suspension")}
        ended = {UUID(one.subject_id) for one in entries if one.event == Event.RECORD_ENDED}
        self.marks = Mark.objects.in_bulk(keys["mark"]) if keys["mark"] else {}
        self.suspensions = Suspension.objects.in_bulk(keys["suspension"]) if keys["suspension"] else {}
        self.endings = Ending.objects.in_bulk(ended) if ended else {}

    def of(self, entry: Line) -> dict[str, Any]:
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
