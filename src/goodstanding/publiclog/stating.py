"""What a record said by one of its revisions, as far as anybody may read it: fields of privacy ``public``, and its window.

The record's own row says what its latest revision says. Where a later one has come before the log got to an earlier one, the
earlier one's window is computed again by the plain rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.db import connection
from django.utils import timezone

from goodstanding.rules import dates, publication
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.rows import Row

# The revision named; 0 asks for the record alone. A table, not a loop.
_READ = """
    SELECT wanted.place, wanted.number, record.organisation_id, record.department_id, record.kind, record.revision,
        record.shown_from, record.shown_until, record.regime, record.klass, record.basis, record.held, record.organ_name, record.organ_code,
        record.decision_no, record.decided_on, (record.entered_at AT TIME ZONE %s)::date,
        body.name, body.uscc, department.name, department.code, said.data
    FROM unnest(%s::uuid[], %s::int[]) WITH ORDINALITY AS wanted (record_id, number, place)
    JOIN records_record record ON record.public_id = wanted.record_id
    JOIN organisations_organisation body ON body.id = record.organisation_id
    JOIN departments_department department ON department.id = record.department_id
    LEFT JOIN records_revision said ON said.record_id = wanted.record_id AND said.number = wanted.number
"""


class Statement(NamedTuple):
    """One row of the query above, but for the place."""

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


def read(wanted: Sequence[tuple[str, int]]) -> dict[int, Statement]:
    """Each record with the revision asked for, by its place among those; what has been purged is not among them."""
    records, numbers = array(record for record, _ in wanted), array(str(number) for _, number in wanted)
    with connection.cursor() as cursor:
        cursor.execute(_READ, [settings.TIME_ZONE, records, numbers])
        return {place - 1: Statement(*row) for place, *row in cursor.fetchall()}


def array(plain: Iterable[str]) -> str:
    """Keys and numbers as PostgreSQL writes an array: a list of tens of thousands is dumped one by one otherwise."""
    return f"{{{','.join(plain)}}}"


class Saying:
    """What revisions made public, by this catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        # Anybody may read these: the legal representative's name is ``official`` and never is among them.
        self.open = {
            kind.code: frozenset(code for code, field in kind.fields.items() if field.privacy == "public")
            for kind in catalogue.kinds.values()
        }  # fmt: skip

    def content(self, said: Statement, *, at: datetime) -> dict[str, Any]:
        """What became public by this revision; only the ground where it may not be shown."""
        values = {code: str(value) for code, value in orjson.loads(said.data or "{}").items() if value is not None}
        now = said if said.number == said.revision else _then(said, values, self.catalogue, on=timezone.localdate(at))
        if now.held:
            return {"held": now.held}
        shown = self.open[said.kind]
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
            "fields": {code: value for code, value in values.items() if value and code in shown},
        }


def _then(said: Statement, values: dict[str, str], catalogue: Catalogue, *, on: date) -> Statement:
    """The record as it stood with this revision."""
    row = Row(cells=values, kind=catalogue.kinds[said.kind], catalogue=catalogue, today=on)
    showing = row.showing()
    decided = dates.read(row.by_role("decision.date")) or said.decided_on
    shown = showing or publication.Showing(on, None, "", "", "", "no_regime")
    return said._replace(
        held=shown.held, regime=shown.regime, klass=shown.klass, basis=shown.basis, shown_until=shown.shown_until,
        shown_from=said.shown_from or max(decided, said.entered_on), decided_on=decided,
        organ_name=row.by_role("organ.name") or said.organ_name, organ_code=row.by_role("organ.code") or said.organ_code,
        decision_no=row.by_role("decision.number") or said.decision_no,
    )  # fmt: skip
