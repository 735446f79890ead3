"""Blast radius: where a wrong thing could be seen, from when until when, and whom it named.

Each part that shows, sends or answers registers a function that says where: the portal its pages, later answers, reports and
receivers. What is found is kept with the undoing (models.Outing), so that each can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Outing, Record, Undoing


@dataclass(frozen=True, slots=True)
class Wrong:
    """A record that could be seen under an organisation it does not belong to."""

    record: Record
    named: Organisation
    since: datetime
    until: datetime


Surface = Callable[[Sequence[Wrong]], Iterable[tuple[Wrong, str, str]]]
"""For each wrong thing, every place it could be seen: that thing, the kind of place, its address."""
_SURFACES: list[Surface] = []


def register(surface: Surface) -> Surface:
    """From now on an undoing asks it too; a decorator."""
    _SURFACES.append(surface)
    return surface


def seen(record: Record, named: Organisation, since: datetime, until: datetime) -> Wrong | None:
    """The time out of that in which anybody could see the record; None where nobody could."""
    if record.held or record.shown_from is None or record.shown_until is None:
        return None
    here = timezone.get_current_timezone()
    first = datetime.combine(record.shown_from, time(), tzinfo=here)
    last = datetime.combine(record.shown_until + timedelta(days=1), time(), tzinfo=here) if record.shown_until.year < 9999 else until
    since, until = max(since, first), min(until, last)
    return Wrong(record, named, since, until) if since < until else None


def keep(undoing: Undoing, wrongs: Iterable[Wrong | None]) -> int:
    """Ask every surface, and keep what each says; returns how many places."""
    known = [wrong for wrong in wrongs if wrong is not None]
    found = dict.fromkeys(
        (surface, address, wrong.record.pk, wrong.named.pk, wrong.since, wrong.until)
        for ask in _SURFACES
        for wrong, surface, address in ask(known)
    )
    outings = [
        Outing(undoing=undoing, surface=surface, address=address, record_id=record, named_id=named, since=since, until=until)
        for surface, address, record, named, since, until in found
    ]
    Outing.objects.bulk_create(outings, batch_size=1000)
    return len(outings)
