"""A record's next revision, put together here and not by a row: what it says, its window computed again from that."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

import orjson
import pyarrow as pa
from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.organisations import sealing
from goodstanding.records.models import Record, Revision
from goodstanding.records.wording import Said, Source, prepared
from goodstanding.records.writing import Batch, change
from goodstanding.rules import names
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

CORRECTED = "corrected"


def clear(said: Revision) -> dict[str, str]:
    """All it says, field by field, official ones included."""
    return {code: str(value) for code, value in (said.data | sealing.unseal(said.sealed)).items() if value is not None}


def reword(cursor: CursorWrapper, record: Record, words: Mapping[str, str]) -> Revision:
    """Raises ``Refused`` where it would be another decision. ``record`` is as the database has it."""
    party = load(settings.CITY_CATALOGUE).kinds[record.kind].field("party.name")
    said = Said(uuid4(), 0, 0, record.department_id, names.normal(words.get(party, "")), dict(words), None)
    with prepared(record.kind, record.organisation_id, [said], on=timezone.localdate(record.entered_at)) as given:
        ((data, sealed, identity),) = given.db.execute("SELECT data, sealed, identity FROM settled").fetchall()
        if UUID(str(identity)) != record.identity:
            raise Refused("OTHER_DECISION", text("records.refused.other_decision"))
        revision = Revision.objects.create(
            record=record, number=record.revision + 1, data=orjson.loads(data), because=CORRECTED,
            sealed=bytes.fromhex(sealed.removeprefix("\\x")) if sealed else None,
        )  # fmt: skip
        answer = {"row": [0], "status": ["changed"], "record_id": [str(record.pk)], "number": pa.array([revision.number], pa.int32())}
        given.db.register("answer", pa.table(answer))
        change(cursor, Batch(given.db, "settled", Source(said.submission, record.kind, record.department_id)))
    return revision


def public(kind_code: str, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """What changed of the fields anybody may read: field code -> before, after."""
    return {
        code: [before.get(code, ""), after.get(code, "")]
        for code, field in load(settings.CITY_CATALOGUE).kinds[kind_code].fields.items()
        if field.privacy == "public" and before.get(code, "") != after.get(code, "")
    }
