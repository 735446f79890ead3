"""May this record be repaired, from which day, and what is asked for? The rules' answer for a record as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import timezone

from goodstanding.organisations import families
from goodstanding.records.models import Record
from goodstanding.repairs.models import OPEN, Bar, Repair
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import load
from goodstanding.rules.reading_repairing import load_repair
from goodstanding.rules.repairing import Barred, Duties, Eligibility, Facts, RepairRegime, RepairRules, class_of, eligible
from goodstanding.rules.texts import Text


def catalogue() -> Catalogue:
    """The catalogue this city uses."""
    return load(settings.CITY_CATALOGUE)


def rules() -> RepairRules:
    """The rules on repair."""
    return load_repair(settings.CITY_CATALOGUE)


def regime_of(code: str) -> RepairRegime:
    """What that publication regime asks; of one that is gone from the catalogue, the newest."""
    known = rules().regimes
    return known.get(code) or known[list(known)[-1]]


def look(record: Record, *, duties: Duties = "unknown", today: date | None = None, barred: Sequence[Barred] | None = None) -> Eligibility:
    """The answer today, bars of the whole body included (``barred``: asked once for a page of records of one body)."""
    day = today or timezone.localdate()
    standing = bars(record.organisation_id) if barred is None else barred
    return eligible(facts(record), duties=duties, bars=standing, today=day, catalogue=catalogue(), rules=rules())


def facts(record: Record) -> Facts:
    """As the rules take a record."""
    codes = catalogue().codes["penalty_category"].index
    written = [part.strip() for part in record.category.split(";") if part.strip()]
    atoms = tuple(dict.fromkeys(atom for part in written for atom in (codes[part].parts if part in codes else (part,))))
    return Facts(
        kind=record.kind, regime=record.regime, klass=record.klass, decided_on=record.decided_on, shown_until=record.shown_until,
        categories=atoms, held=record.held, ended=record.ended_on is not None,
    )  # fmt: skip


def bars(organisation_id: int) -> list[Barred]:
    """What bars the body, under whichever entry of the register."""
    found = Bar.objects.filter(organisation_id__in=_body(organisation_id), lifted_on__isnull=True)
    return [Barred(since, until) for since, until in found.values_list("since", "until")]


def bar_of(organisation_id: int) -> Bar | None:
    """The bar in force today that lasts longest."""
    today = timezone.localdate()
    standing = Bar.objects.filter(organisation_id__in=_body(organisation_id), since__lte=today, until__gte=today, lifted_on__isnull=True)
    return standing.order_by("-until").first()


def open_case(record: Record) -> Repair | None:
    """The application that is in hand for a record."""
    return Repair.objects.filter(record_id=record.pk, state__in=OPEN).first()


def _body(organisation_id: int) -> list[int]:
    """Every entry of the register that is this body."""
    return families.members(families.roots([organisation_id]).get(organisation_id, organisation_id))


def look_on(record: Record, day: date) -> Eligibility:
    """As it was on that day, before anything had come of it: what a notice served with the decision says."""
    plain = replace(facts(record), ended=False)
    return eligible(plain, bars=(), today=min(day, record.shown_until or day), catalogue=catalogue(), rules=rules())


def class_title(record: Record) -> Text:
    """The class it is shown under, in words."""
    found = class_of(facts(record), catalogue())
    return found.title if found else Text(record.klass, record.klass)
