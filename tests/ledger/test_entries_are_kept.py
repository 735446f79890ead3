"""Whoever holds the database connection: an entry, once written, stays as it is."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from goodstanding.ledger import writing
from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import SYSTEM, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REFUSED = (InternalError, IntegrityError, ProgrammingError, DatabaseError)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET because = 'another reason'",
        "UPDATE ledger_entry SET data = '{}'",
        "UPDATE ledger_entry SET at = at - interval '1 year'",
        "UPDATE ledger_entry SET transaction = 0",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "MERGE INTO ledger_entry e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry ON CONFLICT (id) DO UPDATE SET label = 'x'",
    ],
)
def test_raw_sql_cannot_change_an_entry(statement: str) -> None:
    written = writing.write("test:happened", ("test.thing", 7), by=SYSTEM, because="the first reason", data={"rows": 3})
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    kept = Entry.objects.get(pk=written.pk)
    assert (kept.because, kept.data, kept.label, kept.at) == ("the first reason", {"rows": 3}, "system", written.at)


def test_the_models_cannot_either() -> None:
    written = writing.write("test:happened", ("test.thing", 7), by=SYSTEM)
    for attempt in (lambda: Entry.objects.update(label="x"), written.delete, Entry.objects.all().delete, written.save):
        with pytest.raises(REFUSED), transaction.atomic():
            attempt()
    assert Entry.objects.filter(pk=written.pk, label="system").exists()


def test_an_entry_says_who_for_which_department() -> None:
    by = Standing(label="Alice(市场监督管理局)", role="steward", user_id=4, department_id=9)
    entry = writing.write("test:happened", ("test.thing", "k"), by=by, because="asked for")
    entry.refresh_from_db()
    assert (entry.label, entry.role, entry.user_id, entry.department_id, entry.because) == (by.label, "steward", 4, 9, "asked for")
    assert entry.transaction > 0


def test_many_entries_are_written_by_one_statement() -> None:
    with connection.cursor() as cursor:
        count = writing.write_many(
            cursor, "test:happened", "SELECT 'test.thing', n, n * 10, jsonb_build_object('n', n) FROM generate_series(%s, %s) n", [1, 500],
            by=SYSTEM, because="all at once",
        )  # fmt: skip
    found = Entry.objects.filter(subject="test.thing", because="all at once").order_by("id")
    assert count == found.count() == 500
    last = found.last()
    assert last is not None
    assert (last.subject_id, last.department_id, last.data) == ("500", 5000, {"n": 500})
