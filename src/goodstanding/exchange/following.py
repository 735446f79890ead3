"""Which entries of the ledger concern anybody outside, and what they touch. The order of the ledger is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from goodstanding.exchange.subjects import APPLICATION, LISTING, Thing
from goodstanding.ledger.reading import Line
from goodstanding.measures.models import Application, Ground
from goodstanding.rules.events import Event

MARKS = {
    Event.LISTING_DISPUTED: "disputed", Event.LISTING_UNDISPUTED: "undisputed", Event.LISTING_SUSPENDED: "suspended",
    Event.LISTING_RESUMED: "resumed", Event.RECORD_MARKED: "disputed", Event.RECORD_UNMARKED: "undisputed",
    Event.RECORD_SUSPENDED: "suspended", Event.RECORD_RESUMED: "resumed",
}  # fmt: skip
"""What befalls a thing without ending it, or what it rests on."""
OF_LISTING = frozenset({Event.LISTING_PUBLISHED, Event.LISTING_WITHHELD, Event.LISTING_ENDED})
OF_APPLICATION = frozenset({Event.APPLICATION_APPLIED, Event.APPLICATION_ENDED})
LOOK_AGAIN = frozenset({
    Event.LAW_HALTED, Event.LAW_RESUMED, Event.COMPETENCE_ENDED, Event.MEASURE_ENDED, Event.SUBSCRIPTION_ENDED,
    Event.SUBSCRIPTION_CHANGED,
})  # fmt: skip
"""After these everything that is held is looked at."""
FILL_AGAIN = frozenset({
    Event.LAW_RESUMED, Event.COMPETENCE_GIVEN, Event.MEASURE_ADOPTED, Event.SUBSCRIPTION_MADE, Event.SUBSCRIPTION_CHANGED,
})  # fmt: skip
"""After these what is in force and not held is looked for."""


class Touch(NamedTuple):
    """Something happened to that thing; ``mark``: one of the grounds of a change, '' where its state alone says it."""

    thing: Thing
    mark: str = ""


class Followed(NamedTuple):
    """What a batch of the ledger means."""

    touches: list[Touch]
    look_again: bool
    fill_again: bool


def follow(lines: Sequence[Line]) -> Followed:
    """Three queries for a batch, however long it is."""
    resting = _resting(lines)
    touches: list[Touch] = []
    for line in lines:
        if line.event not in MARKS and line.event not in OF_LISTING | OF_APPLICATION:
            continue
        key, mark = UUID(line.subject_id), MARKS.get(Event(line.event), "")
        if line.event.startswith("listing:"):
            touches.append(Touch((LISTING, key), mark))
        if line.event in OF_APPLICATION:
            touches.append(Touch((APPLICATION, key)))
        touches += [Touch((APPLICATION, one), mark) for one in resting.get(key, ())]
    events = {line.event for line in lines}
    return Followed(touches, bool(events & LOOK_AGAIN), bool(events & FILL_AGAIN))


def _resting(lines: Sequence[Line]) -> dict[UUID, list[UUID]]:
    """Measures applied that rest on the entries and records that were marked, published or kept back."""
    marked = [line for line in lines if line.event in MARKS or line.event in OF_LISTING]
    listings = [UUID(line.subject_id) for line in marked if line.event.startswith("listing:")]
    records = [UUID(line.subject_id) for line in marked if line.event.startswith("record:")]
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for listing, one in Application.everything.filter(listing_id__in=listings, state="applied").values_list("listing_id", "pk"):
        found[listing].append(one)
    grounds = Ground.objects.filter(record_id__in=records, gone_on__isnull=True, application__state="applied")
    for record, one in grounds.values_list("record_id", "application_id"):
        found[record].append(one)
    return found
