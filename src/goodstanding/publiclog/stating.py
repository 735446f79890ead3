"""What a record said by one of its revisions, as far as anybody may read it: fields of privacy ``public``, and its window.

The record's own row says what its latest revision says. Where a later one has come before the log got to an earlier one, the
earlier one's window is computed again by the plain rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection
from django.utils import timezone

from goodstanding.rules import dates, publication
from goodstanding.rules.catalogue import Catalogue, Kind
from goodstanding.rules.rows import Row

# The revision named; 0 asks for the record alone. A table, not a loop.
_READ = """
    SELECT wanted.record_id, wanted.number, record.organisation_id, record.department_id, record.kind, record.revision,
        record.shown_from, record.shown_until, record.regime, record.klass, record.basis, record.held, record.organ_name, record.organ_code,
        record.decision_no, record.decided_on, (record.entered_at AT TIME ZONE %s)::date,
        body.name, body.uscc, department.name, department.code, said.data
    FROM unnest(%s::uuid[], %s::int[]) AS wanted (record_id, number)
    JOIN records_record record ON record.public_id = wanted.record_id
    JOIN organisations_organisation body ON body.id = record.organisation_id
    JOIN departments_department department ON department.id = record.department_id
    LEFT JOIN records_revision said ON said.record_id = wanted.record_id AND said.number = wanted.number
"""


class Statement(NamedTuple):
    """One row of the query above."""

    record_id: UUID
    number: int
    organisation_id: int
    department_id: int
    kind: str
    revision: int
    shown_from: date | None
    shown_until: date | None
    regime: str
    klass: str
    basis: str
    held: str
    organ_name: str
    organ_code: str
    decision_no: str
    decided_on: date
    entered_on: date
    organisation: str
    uscc: str | None
    source: str
    source_code: str
    data: str | None


def read(wanted: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], Statement]:
    """Each record with the revision asked for; what has been purged is not among them."""
    pairs = list(dict.fromkeys(wanted))
    with connection.cursor() as cursor:
        cursor.execute(_READ, [settings.TIME_ZONE, [record for record, _ in pairs], [number for _, number in pairs]])
        found = [Statement(*row) for row in cursor.fetchall()]
    return {(one.record_id, one.number): one for one in found}


def content(said: Statement, catalogue: Catalogue, *, at: datetime) -> dict[str, Any]:
    """What became public by this revision; only the ground where it may not be shown."""
    kind = catalogue.kinds[said.kind]
    values = {code: str(value) for code, value in orjson.loads(said.data or "{}").items() if value is not None}
    now = said if said.number == said.revision else _then(said, kind, values, catalogue, on=timezone.localdate(at))
    if now.held:
        return {"held": now.held}
    return {
        "organisation": {"name": said.organisation, "code": said.uscc or ""},
        "kind": said.kind,
        "revision": said.number,
        "organ": {"name": now.organ_name, "code": now.organ_code},
        "decision_no": now.decision_no,
        "decided_on": now.decided_on.isoformat(),
        "source": {"name": said.source, "code": said.source_code},
        "shown_from": now.shown_from.isoformat() if now.shown_from else "",
        "shown_until": now.shown_until.isoformat() if now.shown_until else "",
        "regime": now.regime,
        "class": now.klass,
        "basis": now.basis,
        "fields": {code: value for code, value in values.items() if value and _open(kind, code)},
    }


def _open(kind: Kind, code: str) -> bool:
    """Anybody may read it: the legal representative's name is ``official`` and never is."""
    return code in kind.fields and kind.fields[code].privacy == "public"


def _then(said: Statement, kind: Kind, values: dict[str, str], catalogue: Catalogue, *, on: date) -> Statement:
    """The record as it stood with this revision."""
    row = Row(cells=values, kind=kind, catalogue=catalogue, today=on)
    showing = row.showing()
    decided = dates.read(row.by_role("decision.date")) or said.decided_on
    shown = showing or publication.Showing(on, None, "", "", "", "no_regime")
    return said._replace(
        held=shown.held, regime=shown.regime, klass=shown.klass, basis=shown.basis, shown_until=shown.shown_until,
        shown_from=said.shown_from or max(decided, said.entered_on), decided_on=decided,
        organ_name=row.by_role("organ.name") or said.organ_name, organ_code=row.by_role("organ.code") or said.organ_code,
        decision_no=row.by_role("decision.number") or said.decision_no,
    )  # fmt: skip
