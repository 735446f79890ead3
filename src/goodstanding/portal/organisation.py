"""What may be said about one organisation: its names and codes with their times, and how many records of it show today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from goodstanding.organisations import families, statuses
from goodstanding.organisations.living import asking, drawing
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.records.models import Record
from goodstanding.rules.texts import Text

INDIVIDUAL = "92"
"""Individually operated businesses (个体工商户): the operator's name is never a field of its own."""


class Dated(NamedTuple):
    """A name or code and the time it was the organisation's; ``until`` is the first day it no longer was, None: it still is."""

    kind: str
    value: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Described:
    """An organisation as its page shows it; ``counts``: kind -> records that show today; ``absorbed``: entries merged into it.

    ``members``: the keys of it and of all of them.
    """

    organisation: Organisation
    names: tuple[Dated, ...]
    codes: tuple[Dated, ...]
    counts: dict[str, int]
    state: asking.State
    life: drawing.Picture
    absorbed: tuple[Organisation, ...] = ()
    members: tuple[int, ...] = ()

    @property
    def closed(self) -> drawing.Line | None:
        """Since when it carries on no longer, where it does not."""
        if self.organisation.status not in statuses.closed():
            return None
        return next((line for line in reversed(self.life.lines) if line.lane == "status" and line.until is None), None)

    @property
    def status(self) -> Text:
        """How it stands with its registering authority."""
        return statuses.label(self.organisation.status)


def describe(organisation: Organisation) -> Described:
    """Everything the page says; what is no longer believed is left out."""
    members = families.members(organisation.pk)
    names = Name.objects.filter(organisation__in=members, known_until__isnull=True).order_by("-valid_from", "id")
    codes = Identifier.objects.filter(organisation__in=members, known_until__isnull=True, issue="").order_by("kind", "-valid_from", "id")
    state = asking.state(organisation)
    counted = Record.public.of_body(members).values_list("kind").annotate(Count("public_id")).order_by("kind")
    return Described(
        organisation,
        tuple(Dated("name", one.name, one.valid_from, one.valid_until) for one in names),
        tuple(Dated(one.kind, one.value, one.valid_from, one.valid_until) for one in codes),
        dict(counted),
        state,
        drawing.draw(state, timezone.localdate()),
        tuple(Organisation.objects.filter(pk__in=members).exclude(pk=organisation.pk).order_by("id")) if len(members) > 1 else (),
        tuple(members),
    )
