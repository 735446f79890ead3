"""What lists say of an organisation today, as plain cards for its own overview."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from goodstanding.lists import finding, saying
from goodstanding.lists.models import OPEN
from goodstanding.organisations.finding import code_of
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One case or entry. ``answer_until``: an answer may be given until then; ``known`` False: that day cannot be computed yet."""

    number: str
    title: Text
    colour: str
    state: Text
    tone: str
    next: Text
    open: bool
    in_force: bool
    answer_until: date | None
    known: bool
    ends_on: date | None
    earliest: date | None
    url: str


def of_body(organisation_ids: Iterable[int], today: date | None = None) -> list[Card]:
    """What those entries of the register have been told of and what is not over: cases first, then entries; red, black and reminders."""
    day = today or timezone.localdate()
    found = finding.of_organisation(list(organisation_ids)).filter(state__in=(*OPEN, *saying.STANDS)).prefetch_related("remarks")
    cards = [
        Card(
            number=one.number, title=saying.title_of(one.kind_id), colour=one.colour, state=saying.state_of(one), tone=saying.tone_of(one),
            next=text("lists.ours.next", saying.doing(one, day), until=saying.until(one)),
            open=one.state in OPEN, in_force=one.in_force(day),
            answer_until=one.answer_until if one.state == "served" else None, known=one.state != "served" or one.answer_until is not None,
            ends_on=one.ends_on, earliest=saying.earliest(one),
            url=reverse("lists:ours", args=[code_of(one.organisation), one.pk]),
        )
        for one in found
        if not saying.is_over(one, day)
    ]  # fmt: skip
    return sorted(cards, key=lambda card: (not card.open, card.answer_until or date.max))
