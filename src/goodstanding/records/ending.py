"""Records stop showing before their time, for good: one or a hundred thousand in the same statements.

What rests on them ends by the same act (:mod:`resting`). 行政处罚法 art. 48: 应当在三日内撤回行政处罚决定信息并公开说明理由. Here at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.records import resting
from goodstanding.rules import persons
from goodstanding.rules.events import Event

_WRITTEN = """
    INSERT INTO records_ending (record_id, because, basis, words, document, effective_on, "case", by)
    SELECT public_id, %s, %s, %s, %s, %s, %s, %s FROM (
        SELECT public_id FROM records_record WHERE public_id = ANY(%s) AND ended_on IS NULL ORDER BY public_id FOR UPDATE
    ) chosen
    RETURNING record_id
"""
_ENDED = "UPDATE records_record SET ended_on = %s, ended_because = %s WHERE public_id = ANY(%s)"
_ENTRY = """
    SELECT 'records.record', public_id, department_id, jsonb_build_object('because', %s::text, 'case', %s::text)
    FROM records_record WHERE public_id = ANY(%s)
"""
FEW = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why, as published. ``because`` is one of ``models.ENDINGS``, ``basis`` an article as the catalogue quotes it (``penalty-law:48``)."""

    because: str
    basis: str
    words: str = ""
    document: str = ""
    effective_on: date | None = None
    case: UUID | None = None


def end(record_ids: Iterable[UUID], *, reason: Reason, by: Standing) -> list[UUID]:
    """End those that have not ended yet, today; returns which they were. May the standing do so? The caller has asked."""
    words = persons.mask(reason.words.strip())[0]
    today = timezone.localdate()
    chosen = list(record_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        if len(chosen) > FEW:
            # The guards keep the plan of their first use: made over a small table, it would read the whole of it for each record.
            cursor.execute("DISCARD PLANS")
        why: list[Any] = [reason.because, reason.basis, words, reason.document.strip(), reason.effective_on or today, reason.case, by.label]
        cursor.execute(_WRITTEN, [*why, chosen])
        ended = [record for (record,) in cursor.fetchall()]
        if ended:
            cursor.execute(_ENDED, [today, reason.because, ended])
            case = str(reason.case) if reason.case else None
            write_many(cursor, Event.RECORD_ENDED, _ENTRY, [reason.because, case, ended], by=by, because=words)
            resting.end_with(ended, by=by, because=words)
    return ended
