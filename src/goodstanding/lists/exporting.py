"""A list as a file, with each entry's state: the department's own cases, or what anybody may see. Never a legal representative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from goodstanding.departments.models import Department
from goodstanding.lists import cards, saying, shown
from goodstanding.lists.models import Dispute, Listing, Listings
from goodstanding.lists.writing_tables import Row
from goodstanding.organisations.finding import codes_of
from goodstanding.ui.texts import text

BATCH = 1000
PUBLIC = (
    "number", "list", "name", "code", "criterion", "facts", "organ", "decision_no", "decided_on", "ends_on", "basis", "disputed",
)  # fmt: skip
OWN = (
    *PUBLIC,
    "state",
    "proposed_on",
    "served_on",
    "publicised_on",
    "answer_until",
    "published_on",
    "ended_on",
    "ended_because",
    "ended_words",
    "load",
)


def headings(columns: Sequence[str]) -> list[str]:
    """Both languages in one cell, as every file of the platform has them."""
    return [f"{said.zh} {said.en}" for said in (text("lists.export", column) for column in columns)]


def public_rows(kind: str) -> Iterator[Row]:
    """Shown today, the newest decisions first."""
    return _rows(shown.entries(kind).order_by("-decided_on", "pk"), PUBLIC)


def own_rows(kind: str, department: Department | None) -> Iterator[Row]:
    """Every case and entry of a list, in every state; of one department, or of all for the centre."""
    found: Listings = Listing.everything.filter(kind_id=kind)
    if department is not None:
        found = found.filter(department=department)
    return _rows(found.order_by("-proposed_at", "pk"), OWN)


def _rows(found: Listings, columns: Sequence[str]) -> Iterator[Row]:
    """A batch in memory at a time."""
    batch: list[Listing] = []
    for one in found.select_related("organisation", "department", "load", "kind").iterator(chunk_size=BATCH):
        batch.append(one)
        if len(batch) == BATCH:
            yield from _said(batch, columns)
            batch = []
    yield from _said(batch, columns)


def _said(batch: list[Listing], columns: Sequence[str]) -> Iterator[Row]:
    disputed = set(
        Dispute.objects.filter(listing__in=[one.pk for one in batch], lifted_at__isnull=True).values_list("listing_id", flat=True)
    )
    bodies = shown.roots(one.organisation for one in batch)
    codes = codes_of(bodies.values())
    for one in batch:
        body = bodies[one.organisation_id]
        known: dict[str, str | date | None] = {
            "number": one.number, "list": saying.title_of(one.kind_id).zh, "name": body.name, "code": codes[body.pk],
            "criterion": saying.criterion_of(one).zh, "facts": one.facts, "organ": cards.organ(one).zh, "decision_no": one.decision_no,
            "decided_on": one.decided_on, "ends_on": one.ends_on, "basis": saying.cited(one.basis or one.kind.basis).zh,
            "disputed": text("lists.export.yes").zh if one.pk in disputed else "",
        }  # fmt: skip
        if len(columns) > len(PUBLIC):
            known |= _own(one)
        yield [known[column] for column in columns]


def _own(one: Listing) -> dict[str, str | date | None]:
    """How it stands, in both languages, and when what was done."""
    state = saying.state_of(one)
    ended = text("lists.ended_because", one.ended_because).zh if one.ended_because else ""
    return {
        "state": f"{state.zh} {state.en}", "proposed_on": one.proposed_at.date(), "served_on": one.served_on,
        "publicised_on": one.publicised_on, "answer_until": one.answer_until,
        "published_on": one.published_at.date() if one.published_at else None, "ended_on": one.ended_on, "ended_because": ended,
        "ended_words": one.ended_words, "load": one.load.number if one.load else "",
    }  # fmt: skip
