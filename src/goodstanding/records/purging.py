"""After the archive's term a record goes for good: its words, its revisions, its marks. What stays is the proof that it went.

A backup may bring it back. So each purge is first written to a list outside the database, and every start purges again what is on it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from goodstanding.departments.allowing import require
from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write_many
from goodstanding.papers.keeping import destroy_purged
from goodstanding.records import retaining
from goodstanding.records.locks import ARCHIVED_ON
from goodstanding.records.models import Proceeding
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load

CHUNK = 5_000
TABLES = (
    "records_revision", "records_correction", "records_mark", "records_suspension", "records_ending", "records_echo", "records_outing",
    "records_proceeding",
)  # fmt: skip
"""What belongs to a record and goes with it; the record itself comes last."""
_DUE = f"""
    SELECT old.public_id FROM records_record old JOIN records_retention term ON term.kind = old.kind
    WHERE old.decided_on < current_date - make_interval(months => (SELECT min(archived_after + kept_for) FROM records_retention))
        AND {ARCHIVED_ON.format(record="old", retention="term")} + make_interval(months => term.kept_for) < current_date
    LIMIT %s
"""
# A row that had to be attached says it too, as long as its attachment can be undone: its words go, that it was there stays.
_WORDS = """
    UPDATE organisations_pendingrow waited
    SET name = '—', normal_name = '—', code = '', fields = '{}', sealed = NULL, because = '—' FROM (
        SELECT submission, row, attempt FROM records_revision WHERE record_id = ANY(%s)
        UNION SELECT submission, row, attempt FROM records_echo WHERE record_id = ANY(%s)
    ) said
    WHERE (waited.submission, waited.row, waited.attempt) = (said.submission, said.row, said.attempt) AND waited.state = 'settled'
"""
_PROOF = f"""
    INSERT INTO records_purge (record_id, kind, department_id, revisions, fingerprint, archived_on, by)
    SELECT old.public_id, old.kind, old.department_id, old.revision, old.fingerprint,
        {ARCHIVED_ON.format(record="old", retention="term")}, %s
    FROM records_record old JOIN records_retention term ON term.kind = old.kind WHERE old.public_id = ANY(%s)
    ON CONFLICT DO NOTHING
"""
_ENTRY = """
    SELECT 'records.record', record_id, department_id, jsonb_build_object('archived_on', archived_on, 'logged', record_id = ANY(%s))
    FROM records_purge WHERE record_id = ANY(%s)
"""
Goes = Callable[[Sequence[UUID]], Iterable[UUID]]
"""Removes what another part keeps of these records, in the same transaction; returns those the public log knows."""
_GOES_TOO: list[Goes] = []


def register(goes: Goes) -> Goes:
    """From now on a purge removes that too; a decorator."""
    _GOES_TOO.append(goes)
    return goes


def purge_due(*, by: Standing, chunk: int = CHUNK) -> int:
    """Purge whatever is due, chunk by chunk, each in a transaction of its own. Returns how many."""
    require(by, "retain")
    retaining.install(load(settings.CITY_CATALOGUE))
    done = 0
    while ids := _due(chunk):
        done += purge(ids, by=by)
    return done


def purge(record_ids: Sequence[UUID], *, by: Standing) -> int:
    """Purge these; the database refuses where one of them is not due.

    They stand on the list before they go: a crash in between purges them at the next start.
    """
    require(by, "retain")
    _list(record_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PROOF, [by.label, list(record_ids)])
        logged = list({record for goes in _GOES_TOO for record in goes(record_ids)})
        papers = list(Proceeding.objects.filter(record__in=record_ids, paper__isnull=False).values_list("paper_id", flat=True))
        cursor.execute(_WORDS, [list(record_ids), list(record_ids)])
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE record_id = ANY(%s)", [list(record_ids)])
        cursor.execute("DELETE FROM records_record WHERE public_id = ANY(%s)", [list(record_ids)])
        gone: int = cursor.rowcount
        destroy_purged(papers)
        write_many(cursor, Event.RECORD_PURGED, _ENTRY, [logged, list(record_ids)], by=by)
    return gone


def purge_again(*, by: Standing) -> int:
    """After a backup was restored: what had been purged since goes again. Asked at every start; one look-up where nothing came back."""
    retaining.install(load(settings.CITY_CATALOGUE))
    listed, gone = _listed(), 0
    while ids := list(islice(listed, CHUNK)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT public_id FROM records_record WHERE public_id = ANY(%s)", [ids])
            back = [record for (record,) in cursor.fetchall()]
        gone += purge(back, by=by) if back else 0
    return gone


def _due(limit: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [limit])
        return [record for (record,) in cursor.fetchall()]


def place() -> Path:
    """The list: one identifier a line, nothing else. It belongs beside the backups, not into them."""
    return Path(settings.DATA_DIR) / "purged"


def _list(record_ids: Sequence[UUID]) -> None:
    with place().open("a") as file:
        file.writelines(f"{record}\n" for record in record_ids)
        file.flush()
        os.fsync(file.fileno())


def _listed() -> Iterator[UUID]:
    """What is on the list; a line cut short by a crash names nothing."""
    with suppress(FileNotFoundError), place().open() as file:
        for line in file:
            with suppress(ValueError):
                yield UUID(line.strip())
