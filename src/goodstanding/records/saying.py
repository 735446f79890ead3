"""Rows that are in memory say something about an organisation: they enter the same way as every row, in the caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from goodstanding.departments.standing import Standing
from goodstanding.records import carrying
from goodstanding.records.comparing import compare
from goodstanding.records.wording import Said, Source, prepared
from goodstanding.records.writing import Batch, write


def say(cursor: CursorWrapper, kind: str, organisation_id: int, said: Sequence[Said], *, on: date, by: Standing) -> Counter[str]:
    """They are all this organisation's and enter as of that day; submission by submission, each in sets. Returns the counts by status."""
    counts: Counter[str] = Counter()
    by_submission: defaultdict[tuple[UUID, int], list[Said]] = defaultdict(list)
    for one in said:
        by_submission[one.submission, one.department_id].append(one)
    for (submission, department_id), rows in by_submission.items():
        with prepared(kind, organisation_id, rows, on=on) as given:
            answer = compare(cursor, given.db, "settled", submission=submission, settled=True)
            source = Source(submission, kind, department_id)
            counts.update(write(cursor, Batch(given.db, "settled", source, again=True), answer, by=by))
        carrying.carry_on(cursor, rows)
    return counts
