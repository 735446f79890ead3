"""A record is put right because a case has found it wrong: a new revision; what it said before stays for those who may know.

What the source says again as it was found wrong changes nothing (:mod:`comparing`, and field by field :mod:`carrying`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write as write_entry
from goodstanding.pipeline.run import examine_rows
from goodstanding.records.models import Correction, Record, Revision
from goodstanding.records.rewording import clear, public, reword
from goodstanding.records.turns import LANES, my_turn
from goodstanding.rules import findings, persons
from goodstanding.rules.catalogue import Kind
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

PARTY = frozenset(
    {"party.name", "party.uscc", "party.class", "party.orgcode", "party.regno", "party.taxno", "party.institution", "party.social"}
)
"""Whose record it is, is a question of matching: undone and judged anew, not corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The case that found it wrong, and why, as published."""

    case: UUID
    number: str
    words: str


def correct(record: Record, changes: Mapping[str, str], *, because: Cause, by: Standing) -> Revision:
    """Write the revision that says these fields anew (field code -> value, '' for nothing), with its window computed again.

    Raises ``Refused`` where the outcome breaks a rule or would make it another decision, ``Conflict`` where it has ended or just changed.
    """
    if not because.words.strip():
        raise Refused("REASON_MISSING", text("records.refused.correction_without_words"))
    kind = load(settings.CITY_CATALOGUE).kinds[record.kind]
    with transaction.atomic(), my_turn(range(LANES)) as cursor:
        now = Record.everything.select_for_update().get(pk=record.pk)
        if now.ended_on is not None or now.revision != record.revision:
            raise Conflict("RECORD_CHANGED", text("records.refused.changed_meanwhile"))
        before = clear(Revision.objects.get(record=now, number=now.revision))
        after = checked(kind, before, changes, today=timezone.localdate())
        revision = reword(cursor, now, after)
        _keep(now, revision, public(now.kind, before, after), because)
        write_entry(
            Event.RECORD_CORRECTED, now, by=by, because=because.words,
            data={"revision": revision.number, "case": str(because.case), "fields": sorted(changes)},
        )  # fmt: skip
    record.refresh_from_db()
    return revision


def checked(kind: Kind, before: Mapping[str, str], changes: Mapping[str, str], *, today: date) -> dict[str, str]:
    """The row as it will be, cleaned as every row is. Raises ``Refused`` with the check's own sentence."""
    catalogue = load(settings.CITY_CATALOGUE)
    fixed = {kind.field(role) for role in PARTY}
    if unknown := [code for code in changes if code not in kind.fields or code in fixed]:
        raise Refused("FIELD_NOT_CORRECTED", text("records.refused.field_not_corrected", field=unknown[0]))
    wanted = {code: persons.mask(value.strip())[0] for code, value in changes.items()}
    said = {code: value for code, value in {**before, **wanted}.items() if value}
    if said == dict(before):
        raise Refused("NOTHING_CORRECTED", text("records.refused.nothing_corrected"))
    found = examine_rows([said], catalogue=catalogue, kind=kind, today=today)
    standing = {(one.rule, one.field) for one in examine_rows([dict(before)], catalogue=catalogue, kind=kind, today=today).findings}
    for one in found.findings:
        # What it broke before it was touched (a rule of today over a row of long ago) is not this correction's fault.
        if one.level == "error" and (one.rule, one.field) not in standing:
            raise Refused("CORRECTION_FAULTY", findings.sentence(one.rule, one.field, one.value, one.detail, kind, catalogue))
    cleaned = found.rows[0] if found.rows else said
    return {code: str(value) for code, value in cleaned.items() if code in kind.fields and value}


def _keep(record: Record, revision: Revision, changes: dict[str, list[str]], because: Cause) -> None:
    Correction.objects.create(
        record=record, number=revision.number, case=because.case, case_number=because.number, refuted=record.fingerprint, changes=changes,
        words=persons.mask(because.words.strip())[0],
    )  # fmt: skip
