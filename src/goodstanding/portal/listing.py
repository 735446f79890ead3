"""Lists of shown records: filters, newest first, by cursor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.http import urlencode

from goodstanding.records.models import Record, Records
from goodstanding.rules import dates, uscc
from goodstanding.ui.paging import BadCursor, decode, encode

PAGE = 20
COLUMNS = (
    "public_id", "kind", "organ_name", "decision_no", "category", "decided_on", "shown_from", "shown_until",
    "organisation__name", "organisation__uscc", "department__name",
)  # fmt: skip


class Line(NamedTuple):
    """A record as a list shows it, in the order of :data:`COLUMNS`."""

    public_id: UUID
    kind: str
    organ_name: str
    decision_no: str
    category: str
    decided_on: date
    shown_from: date
    shown_until: date
    organisation: str
    uscc: str | None
    department: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything. ``unread``: names of dates that could not be read."""

    department: str = ""
    organ: str = ""
    district: str = ""
    category: str = ""
    decided_from: str = ""
    decided_until: str = ""
    organisation: str = ""
    unread: tuple[str, ...] = ()

    def query(self, **more: str) -> str:
        """As the query of an address."""
        chosen = {name: getattr(self, name) for name in NAMES} | more
        return urlencode({name: value for name, value in chosen.items() if value})

    def narrow(self, records: Records) -> Records:
        """Only the records that fit."""
        wanted = {lookup: getattr(self, name) for name, lookup in LOOKUPS.items() if getattr(self, name)}
        bounds = {f"decided_on__{side}": dates.read(value) for side, value in (("gte", self.decided_from), ("lte", self.decided_until)) if value}
        return records.filter(**wanted, **bounds)


NAMES = ("department", "organ", "district", "category", "decided_from", "decided_until", "organisation")
LOOKUPS = {
    "department": "department__code",
    "organ": "organ_name",
    "district": "department__district",
    "category": "category__contains",  # several categories of one decision are joined with ;
    "organisation": "organisation__uscc",
}


def filters(given: Any) -> Filters:
    """From the query of an address; a day that cannot be read is named and not used."""
    read = Filters(**{name: str(given.get(name, "")).strip()[:200] for name in NAMES})
    read = replace(read, organisation=uscc.clean(read.organisation) if read.organisation else "")
    unread = tuple(name for name in ("decided_from", "decided_until") if getattr(read, name) and dates.read(getattr(read, name)) is None)
    return replace(read, unread=unread, **dict.fromkeys(unread, ""))


def newest(records: Records, *, cursor: str = "", limit: int = PAGE) -> tuple[list[Line], str]:
    """One page, newest first, and the cursor of the next ('' at the end)."""
    if cursor:
        records = records.filter(_after(cursor))
    rows = list(records.order_by("-shown_from", "-public_id").values_list(*COLUMNS)[: limit + 1])
    lines = [Line(*row) for row in rows[:limit]]
    more = len(rows) > limit
    return lines, encode(lines[-1].shown_from.isoformat(), str(lines[-1].public_id)) if more else ""


def _after(cursor: str) -> Q:
    """Everything that comes after the row a page ended with; the first half lets the index be used."""
    day, public_id = decode(cursor, 2)
    try:
        shown_from, last = date.fromisoformat(day), UUID(public_id)
    except ValueError as error:
        raise BadCursor from error
    return Q(shown_from__lte=shown_from) & (Q(shown_from__lt=shown_from) | Q(public_id__lt=last))


def of_kind(kind: str) -> Records:
    """The shown records of a kind."""
    records: Records = Record.public.filter(kind=kind)
    return records


def categories(lines: Iterable[Line]) -> set[str]:
    """The categories met on a page."""
    return {piece for line in lines for piece in line.category.split(";") if piece}
