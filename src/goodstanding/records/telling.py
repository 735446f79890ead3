"""After an undoing: whom it concerned, and that they have been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Outing, Undoing
from goodstanding.rules.events import Event
from goodstanding.rules.texts import Text

COLUMNS = ("organisation", "code", "number", "surface", "address", "since", "until", "told")


@dataclass(frozen=True, slots=True)
class Concerned:
    """An organisation something was wrongly shown of: what, where, from when until when."""

    organisation: Organisation
    outings: tuple[Outing, ...]
    since: datetime
    until: datetime
    told_at: datetime | None

    @property
    def numbers(self) -> list[str]:
        """The decisions it was wrongly named in."""
        return list(dict.fromkeys(one.record.decision_no for one in self.outings if one.record))


def concerned(undoing: Undoing) -> list[Concerned]:
    """Organisation by organisation, the oldest outing first."""
    found: dict[int, list[Outing]] = {}
    for one in undoing.outings.select_related("named", "record").order_by("named_id", "since", "id"):
        found.setdefault(one.named_id, []).append(one)
    return [
        Concerned(
            each[0].named, tuple(each), min(one.since for one in each), max(one.until for one in each),
            None if any(one.told_at is None for one in each) else max(one.told_at for one in each if one.told_at),
        )
        for each in found.values()
    ]  # fmt: skip


def untold(undoing: Undoing) -> int:
    """How many organisations have not been told yet."""
    return undoing.outings.filter(told_at__isnull=True).values("named").distinct().count()


def tell(undoing: Undoing, organisation_id: int, *, by: Standing) -> int:
    """That organisation has been told of everything that went out about it. Returns how many places that were."""
    require(by, "settle")
    with transaction.atomic():
        told = undoing.outings.filter(named=organisation_id, told_at__isnull=True).update(told_at=timezone.now(), told_by=by.label)
        if told:
            write(Event.OUTING_TOLD, undoing, by=by, data={"organisation": organisation_id, "places": told})
    return told


def centre() -> Text:
    """Who writes the letter."""
    return Text(settings.CENTRE["name"], settings.CENTRE["name_en"])
