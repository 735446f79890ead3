"""After a record's time of retention nothing of it stays readable: what opens its leaves is deleted, the leaves stay."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from goodstanding.publiclog import sequencing
from goodstanding.publiclog.locks import PURGING
from goodstanding.records.purging import register
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text


@register
def purge(record_ids: Iterable[UUID]) -> set[UUID]:
    """Delete the openings of these records in the caller's transaction. Returns those that were in the log.

    Raises ``Conflict`` while acts on them wait to be taken in (a minute at most).

    Whoever purges writes ``record:purged`` for each, with ``{"logged": …}`` by this answer: a record that never was public has no leaf.
    """
    records = list(record_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        # What the log has yet to take in would get its opening after the purge.
        if sequencing.waiting().filter(subject_id__in=map(str, records)).exclude(event=Event.RECORD_PURGED).exists():
            raise Conflict("LOG_NOT_THERE_YET", text("publiclog.refused.not_there_yet"))
        cursor.execute("SELECT set_config(%s, 'on', true)", [PURGING])
        cursor.execute("DELETE FROM publiclog_opening WHERE record_id = ANY(%s) RETURNING record_id", [records])
        found = {record for (record,) in cursor.fetchall()}
        cursor.execute("SELECT set_config(%s, '', true)", [PURGING])
    return found
