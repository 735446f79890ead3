"""Blast radius: where a thing that was not to be seen could be seen, from when until when, and whom it named.

Each part that shows, sends or answers registers a function that says where: the portal its pages, later answers, reports and
receivers. What is found is kept (models.Outing) with the undoing of a wrong match or with the case that took a record down, so that each
can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min
from django.utils import timezone

from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Outing, Record, Suspension, Undoing

FEW = 40
"""So many places are named one by one; of more it is said how many there are."""
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """A record that could be seen: under an organisation it does not belong to, or on the strength of a decision that does not stand."""

    record: Record
    named: Organisation
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """One place where one record could be seen."""

    surface: str
    address: str
    record: UUID
    named: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """One kind of place: how many records could be seen there, at how many addresses; ``addresses``: which, where they are few."""

    surface: str
    records: int
    places: int
    since: datetime
    until: datetime
    addresses: tuple[str, ...] = ()


Surface = Callable[[Sequence[Wrong]], Iterable[tuple[Wrong, str, str]]]
"""For each wrong thing, every place it could be seen: that thing, the kind of place, its address."""
_SURFACES: list[Surface] = []


def register(surface: Surface) -> Surface:
    """From now on an undoing asks it too; a decorator."""
    _SURFACES.append(surface)
    return surface


def seen(record: Record, named: Organisation, since: datetime, until: datetime) -> Wrong | None:
    """The time out of that in which anybody could see the record; None where nobody could."""
    return next((Wrong(record, named, first, last) for first, last in _shown(record, since, until)), None)


def seen_until_now(records: Iterable[Record]) -> list[Wrong]:
    """When each could be seen, from its entering until now, without the days it was suspended: one query, however many they are."""
    wanted, now = [one for one in records if one.ended_on is None and not one.held], timezone.now()
    away: dict[UUID, list[tuple[datetime, datetime]]] = {}
    paused = Suspension.objects.filter(record__in=[one.pk for one in wanted]).values_list("record_id", "since", "lifted_at")
    for record, since, lifted in paused:
        away.setdefault(record, []).append((_midnight(since), lifted or now))
    return [
        Wrong(one, one.organisation, first, last)
        for one in wanted
        for first, last in _shown(one, one.entered_at, now, away.get(one.pk, ()))
    ]


def places(wrongs: Iterable[Wrong | None]) -> list[Place]:
    """Ask every surface; each place once for each record and time."""
    known = [wrong for wrong in wrongs if wrong is not None]
    found = dict.fromkeys(
        Place(surface, address, wrong.record.pk, wrong.named.pk, wrong.since, wrong.until)
        for ask in _SURFACES
        for wrong, surface, address in ask(known)
    )
    return list(found)


def keep(undoing: Undoing, wrongs: Iterable[Wrong | None]) -> int:
    """What every surface says, with the undoing; returns how many places."""
    return _keep(places(wrongs), undoing=undoing)


def keep_with(case: UUID, found: Iterable[Place]) -> int:
    """With the case that took the records down; returns how many places."""
    return _keep(found, case=case)


def counted(found: Iterable[Place]) -> list[Reached]:
    """By kind of place, in the order the surfaces said them."""
    by_surface: dict[str, list[Place]] = {}
    for one in found:
        by_surface.setdefault(one.surface, []).append(one)
    few = sum(map(len, by_surface.values())) <= FEW
    return [
        Reached(
            surface, len({one.record for one in each}), len(addresses := dict.fromkeys(one.address for one in each)),
            min(one.since for one in each), max(one.until for one in each), tuple(addresses) if few else (),
        )
        for surface, each in by_surface.items()
    ]  # fmt: skip


def kept_with(case: UUID) -> list[Reached]:
    """The same of what is kept with a case: counted in the database, and read one by one only where they are few."""
    there = Outing.objects.filter(case=case)
    grouped = there.values("surface").annotate(
        records=Count("record_id", distinct=True), places=Count("address", distinct=True), since=Min("since"), until=Max("until"),
        rows=Count("pk"), first=Min("pk"),
    ).order_by("first")  # fmt: skip
    rows = list(grouped)
    if sum(one["rows"] for one in rows) <= FEW:
        named = there.order_by("pk").values_list("surface", "address", "record_id", "named_id", "since", "until")
        return counted(Place(*one) for one in named)
    return [Reached(one["surface"], one["records"], one["places"], one["since"], one["until"]) for one in rows]


def _keep(found: Iterable[Place], *, undoing: Undoing | None = None, case: UUID | None = None) -> int:
    outings = [
        Outing(
            undoing=undoing, case=case, surface=one.surface, address=one.address, record_id=one.record, named_id=one.named, since=one.since,
            until=one.until,
        )
        for one in found
    ]  # fmt: skip
    Outing.objects.bulk_create(outings, batch_size=BATCH)
    return len(outings)


def _shown(
    record: Record, since: datetime, until: datetime, away: Iterable[tuple[datetime, datetime]] = ()
) -> list[tuple[datetime, datetime]]:
    """The parts of that time inside the record's window, without those it was away."""
    if record.held or record.shown_from is None or record.shown_until is None:
        return []
    last = _midnight(record.shown_until + timedelta(days=1)) if record.shown_until.year < 9999 else until
    parts = [(max(since, _midnight(record.shown_from)), min(until, last))]
    for gone, back in away:
        parts = [part for first, end in parts for part in ((first, min(end, gone)), (max(first, back), end))] if gone < back else parts
    return [(first, end) for first, end in parts if first < end]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
