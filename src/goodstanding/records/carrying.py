"""What a case has put right stays right, whoever says it again as it was found wrong.

A correction is about fields. Where a row says one of them as it was refuted - the source hands in its file once more with something else
changed; a row that came later is taken back and an older one speaks again; a row is put to another organisation - its words enter, and
the record goes on saying what the case found. Where the row says something else, it speaks for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from goodstanding.ledger.standing import SYSTEM
from goodstanding.ledger.writing import write
from goodstanding.records.models import Correction, Record, Revision
from goodstanding.records.rewording import clear, public, reword
from goodstanding.records.wording import Said
from goodstanding.rules.events import Event

Changes = dict[str, tuple[str, str]]
"""Field code -> as it was refuted, as it was found to be; '' for nothing."""
_CORRECTED_BEFORE = """
    SELECT DISTINCT record_id FROM judged WHERE status = 'changed'
        AND EXISTS (SELECT 1 FROM records_correction done WHERE done.record_id = judged.record_id)
"""
_SAYS_NOW = "SELECT record_id FROM judged WHERE row = %s AND organisation_id IS NOT NULL"
_SAID_ONCE = "SELECT record_id FROM records_revision WHERE submission = %s AND row = %s AND attempt < %s"


def carry_on(cursor: CursorWrapper, again: Sequence[Said] = ()) -> None:
    """After a chunk was written. ``again``: its rows, where some may have spoken about another record before they were taken back."""
    cursor.execute(_CORRECTED_BEFORE)
    wanted: dict[UUID, set[UUID]] = {record: {record} for (record,) in cursor.fetchall()}
    for row in again:
        if row.attempt:
            cursor.execute(_SAID_ONCE, [row.submission, row.row, row.attempt])
            once = {record for (record,) in cursor.fetchall()}
            cursor.execute(_SAYS_NOW, [row.row])
            for (record,) in cursor.fetchall():
                wanted.setdefault(record, {record}).update(once)
    for record, sources in wanted.items():
        carry(cursor, record, sources)


def carry(cursor: CursorWrapper, record_id: UUID, sources: set[UUID]) -> None:
    """What cases have found of these records holds for this one. The caller has the turn."""
    known = corrections(sources)
    record = Record.everything.get(pk=record_id) if known else None
    if record is None or record.ended_on is not None:
        return
    before = clear(Revision.objects.get(record=record, number=record.revision))
    after, used = mended(before, known)
    if after == before:
        return
    revision = reword(cursor, record, after)
    numbers, words = (_once(mark, each) for mark, each in (("、", [one.case_number for one in used]), ("；", [one.words for one in used])))
    Correction.objects.create(
        record=record, number=revision.number, case=used[-1].case, case_number=numbers, refuted=record.fingerprint,
        changes=public(record.kind, before, after), words=words,
    )  # fmt: skip
    fields = sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code))
    data = {"revision": revision.number, "case": str(used[-1].case), "fields": fields}
    write(Event.RECORD_CORRECTED, record, by=SYSTEM, because=words, data=data)


def _once(mark: str, said: Iterable[str]) -> str:
    """All of it, nothing twice: what was carried on before names its cases already."""
    return mark.join(dict.fromkeys(part for one in said for part in one.split(mark)))


def mended(said: Mapping[str, str], known: Sequence[tuple[Correction, Changes]]) -> tuple[dict[str, str], list[Correction]]:
    """These words with every refuted field as it was found to be, and the corrections that are about those fields."""
    wrong = refuted([changes for _, changes in known])
    hit = {code: found[value] for code, found in wrong.items() if (value := said.get(code, "")) in found}
    words = {code: value for code, value in {**said, **hit}.items() if value}
    return words, [one for one, changes in known if changes.keys() & hit.keys()]


def refuted(known: Iterable[Changes]) -> dict[str, dict[str, str]]:
    """Field code -> each value found wrong -> what it was found to be, as all findings together have it, oldest first.

    A value that a later case has found right is not refuted any more, and what had led to a value refuted since leads on.
    """
    wrong: dict[str, dict[str, str]] = {}
    for changes in known:
        for code, (before, after) in changes.items():
            found = wrong.setdefault(code, {})
            found.pop(after, None)
            found |= {value: after for value, led_to in found.items() if led_to == before} | {before: after}
    return wrong


def corrections(record_ids: set[UUID]) -> list[tuple[Correction, Changes]]:
    """What cases have changed in these records, fields that are not public included, oldest first."""
    found = []
    for one in Correction.objects.filter(record_id__in=record_ids).order_by("at", "record_id", "number"):
        said = Revision.objects.filter(record_id=one.record_id, number__in=[one.number - 1, one.number])
        before, after = map(clear, said.order_by("number"))
        changed = [code for code in before.keys() | after.keys() if before.get(code) != after.get(code)]
        found.append((one, {code: (before.get(code, ""), after.get(code, "")) for code in changed}))
    return found
