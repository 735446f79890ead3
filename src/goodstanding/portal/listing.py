"""Lists of shown records: filters, newest first, by cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.http import urlencode
from psycopg.errors import QueryCanceled

from goodstanding.departments.models import Department
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.portal.loaded import catalogue
from goodstanding.portal.marked import Shown, marks
from goodstanding.records.models import Record, Records
from goodstanding.rules import dates, uscc
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.paging import BadCursor, decode, encode
from goodstanding.ui.texts import text

PAGE = 20
COLUMNS = (
    "public_id", "kind", "organ_name", "decision_no", "category", "decided_on", "shown_from", "shown_until",
    "organisation__name", "organisation__uscc", "department__name", "organisation_id", "organisation__merged_into_id",
)  # fmt: skip


class Line(NamedTuple):
    """A record as a list shows it, in the order of :data:`COLUMNS`, and the marks that stand on it."""

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
    organisation_id: int
    merged_into_id: int | None
    marks: tuple[Shown, ...] = ()

    @property
    def until(self) -> Text:
        """The last day it shows, in words."""
        if self.shown_until >= dates.OPEN:
            return text("portal.newest.until_open")
        return text("portal.newest.until", day=written(self.shown_until))

    @property
    def categories(self) -> Text:
        """The categories as the catalogue labels them."""
        kind = catalogue().kinds[self.kind]
        codes = catalogue().codes.get(kind.fields[kind.field("decision.category")].codes)
        labels = [
            item.label if codes and (item := codes.find(piece)) else Text(piece, piece) for piece in self.category.split(";") if piece
        ]
        return Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))


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
        """Only the records that fit. Departments are looked up first, so that the index of one department's newest is used."""
        wanted: dict[str, object] = {lookup: getattr(self, name) for name, lookup in LOOKUPS.items() if getattr(self, name)}
        departments = {lookup: getattr(self, name) for name, lookup in OF_DEPARTMENT.items() if getattr(self, name)}
        if departments:
            wanted["department_id__in"] = list(Department.objects.filter(**departments).values_list("pk", flat=True))
        if day := dates.read(self.decided_from):
            wanted |= {"decided_on__gte": day, "shown_from__gte": day}  # nothing shows before it was decided: the index may begin there
        if day := dates.read(self.decided_until):
            wanted["decided_on__lte"] = day
        if self.organisation:
            entry = Organisation.objects.filter(uscc=self.organisation).first()
            records = records.of_body(families.members(families.root(entry).pk)) if entry else records.none()
        return records.filter(**wanted)


NAMES = ("department", "organ", "district", "category", "decided_from", "decided_until", "organisation")
LOOKUPS = {
    "organ": "organ_name",
    "category": "category__contains",  # several categories of one decision are joined with ;
}
OF_DEPARTMENT = {"department": "code", "district": "district"}
PATIENCE = "3s"


def filters(given: Any) -> Filters:
    """From the query of an address; a day that cannot be read is named and not used."""
    said: dict[str, Any] = {name: str(given.get(name, "")).strip()[:200] for name in NAMES}
    read = Filters(**said)
    read = replace(read, organisation=uscc.clean(read.organisation) if read.organisation else "")
    unread = tuple(name for name in ("decided_from", "decided_until") if getattr(read, name) and dates.read(getattr(read, name)) is None)
    return replace(read, unread=unread, **dict.fromkeys(unread, ""))


def newest(records: Records, *, cursor: str = "", limit: int = PAGE) -> tuple[list[Line], str]:
    """One page, newest first, and the cursor of the next ('' at the end)."""
    if cursor:
        records = records.filter(_after(cursor))
    rows = _read(records.order_by("-shown_from", "-public_id").values_list(*COLUMNS)[: limit + 1])
    lines = _marked(_named([Line(*row) for row in rows[:limit]]))
    more = len(rows) > limit
    return lines, encode(lines[-1].shown_from.isoformat(), str(lines[-1].public_id)) if more else ""


def _named(lines: list[Line]) -> list[Line]:
    """Records of an entry that is merged into another stand under the other's name and code."""
    merged = {line.organisation_id for line in lines if line.merged_into_id}
    if not merged:
        return lines
    roots = families.roots(merged)
    bodies = Organisation.objects.in_bulk(list(roots.values()))
    shown = {entry: bodies[root] for entry, root in roots.items()}
    return [line._replace(organisation=body.name, uscc=body.uscc) if (body := shown.get(line.organisation_id)) else line for line in lines]


def _marked(lines: list[Line]) -> list[Line]:
    kinds = {line.public_id: line.kind for line in lines}
    standing = marks(kinds, kinds)
    return [line._replace(marks=standing[line.public_id]) if line.public_id in standing else line for line in lines]


def _read(query: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows, unless that takes too long: a rare value may make the database walk through everything that shows."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [PATIENCE])
            return list(query)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooBroad from error
        raise


class TooBroad(Refused):
    """A filter that would keep the database busy for too long."""

    def __init__(self) -> None:
        super().__init__("FILTER_TOO_BROAD", text("portal.newest.too_broad"))


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
