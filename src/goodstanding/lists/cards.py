"""An organisation's shown entries as plain cards, for its public page and every answer about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goodstanding.lists import catalogue, saying, shown
from goodstanding.lists.models import Listing
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One entry. ``ground``: what its criterion stands on, where that is another article.

    ``what`` and ``not_what``: what being on the list means, and what it does not mean.
    """

    number: str
    colour: str
    title: Text
    body: Text
    criterion: Text
    basis: Text
    ground: Text | None
    decision_no: str
    decided_on: date
    ends_on: date
    earliest: date | None
    disputed: bool
    what: Text
    not_what: Text
    url: str


def of_bodies(organisation_ids: Iterable[int]) -> list[Card]:
    """Shown entries of these entries of the register; the newest decision first, red and black alike."""
    found = Listing.public.filter(organisation_id__in=list(organisation_ids)).select_related("organisation", "department", "load", "kind")
    return [card(line) for line in shown.lines(list(found.order_by("-decided_on", "pk")))]


def card(line: shown.Line) -> Card:
    """One of them."""
    one = line.listing
    assert one.decided_on is not None and one.ends_on is not None  # noqa: S101, PT018 - shown entries are decided
    return Card(
        number=one.number, colour=one.colour, title=saying.title_of(one.kind_id), body=organ(one), criterion=saying.criterion_of(one),
        basis=saying.cited(one.basis), ground=_ground(one), decision_no=one.decision_no, decided_on=one.decided_on, ends_on=one.ends_on,
        earliest=saying.earliest(one), disputed=line.disputed, what=text("lists.public.what", one.colour),
        not_what=text("lists.public.not_what", one.colour), url=reverse("lists:entry", args=[one.pk]),
    )  # fmt: skip


def organ(one: Listing) -> Text:
    """Who has decided: the body above whose list was handed in, else the department."""
    return Text(one.load.organ, one.load.organ) if one.load else saying.named(one.department)


def _ground(one: Listing) -> Text | None:
    """The article of the condition it meets, where the list's own basis does not say it already."""
    known = catalogue.criterion(one.kind_id, one.criterion) if saying.kind_of(one) else None
    return saying.cited(known.basis) if known and known.basis != one.basis else None
