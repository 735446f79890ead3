"""A reader that keeps its cursor sees every entry once, whatever order transactions end in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from goodstanding.ledger import reading, restoring, writing
from goodstanding.ledger.standing import SYSTEM
from goodstanding.rules.refusals import Unusable

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
PATIENCE = 60.0
INSERT = (
    "INSERT INTO ledger_entry (event, subject, subject_id, label, role) VALUES ('test:happened', 'test.thing', %s, 'x', '') RETURNING id"
)


@pytest.fixture
def others() -> Iterator[tuple[psycopg.Connection, psycopg.Connection]]:
    """Two more connections to the same database."""
    parameters = connection.get_connection_params()
    for django_only in ("cursor_factory", "context"):
        parameters.pop(django_only, None)
    with psycopg.connect(**parameters) as one, psycopg.connect(**parameters) as two:
        yield one, two


def seen(cursor: str, limit: int = 1000) -> tuple[list[str], str]:
    entries, after = reading.read_since(cursor, limit)
    return [entry.subject_id for entry in entries], after


def drained(cursor: str, count: int, limit: int = 1000) -> tuple[list[str], str]:
    """Read on until so many have come: a transaction anywhere on the server, another test's too, holds back what is younger."""
    found: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < count and time.monotonic() < deadline:
        some, cursor = seen(cursor, limit)
        found += some
    return found + seen(cursor)[0], cursor


def test_the_slower_transaction_with_the_smaller_id_is_not_missed(others: tuple[psycopg.Connection, psycopg.Connection]) -> None:
    slow, quick = others
    slow_id = slow.execute(INSERT, ["slow"]).fetchone()
    quick_id = quick.execute(INSERT, ["quick"]).fetchone()
    assert slow_id is not None
    assert quick_id is not None
    assert slow_id < quick_id
    quick.commit()
    before, cursor = seen(reading.BEGINNING)
    slow.commit()
    after, _ = drained(cursor, 2 - len(before))
    assert before + after == ["slow", "quick"]


def test_the_older_transaction_that_writes_late_is_not_missed(others: tuple[psycopg.Connection, psycopg.Connection]) -> None:
    older, newer = others
    older.execute("SELECT pg_current_xact_id()")  # begun first, and so first in order, but it gets the larger id
    newer.execute(INSERT, ["newer"])
    newer.commit()
    before, cursor = seen(reading.BEGINNING)
    older.execute(INSERT, ["older"])
    older.commit()
    after, _ = drained(cursor, 2 - len(before))
    assert sorted(before + after) == ["newer", "older"]


def test_what_is_undone_is_never_served_and_does_not_block(others: tuple[psycopg.Connection, psycopg.Connection]) -> None:
    one, two = others
    one.execute(INSERT, ["undone"])
    two.execute(INSERT, ["kept"])
    two.commit()
    one.rollback()
    assert drained(reading.BEGINNING, 1)[0] == ["kept"]


def test_many_writers_and_a_reader_at_once(others: tuple[psycopg.Connection, psycopg.Connection]) -> None:
    def work(writer: psycopg.Connection, name: str) -> None:
        for n in range(150):
            writer.execute(INSERT, [f"{name}{n}"])
            writer.execute(INSERT, [f"{name}{n}b"])
            writer.commit()

    writers = [threading.Thread(target=work, args=(other, name)) for other, name in zip(others, "ab", strict=True)]
    for writer in writers:
        writer.start()
    found: list[str] = []
    cursor = reading.BEGINNING
    while any(writer.is_alive() for writer in writers):
        some, cursor = seen(cursor, 7)
        found += some
    expected = {f"{name}{n}{b}" for name in "ab" for n in range(150) for b in ("", "b")}
    found += drained(cursor, len(expected) - len(found), 50)[0]
    assert len(found) == len(expected)
    assert set(found) == expected


def test_pages_join_without_gap_or_repeat() -> None:
    for n in range(25):
        writing.write("test:happened", ("test.thing", n), by=SYSTEM)
    found, cursor = drained(reading.BEGINNING, 25, 4)
    assert found == [str(n) for n in range(25)]
    assert cursor == reading.now()
    assert seen(cursor) == ([], cursor)


def test_one_s_own_unfinished_transaction_is_not_served() -> None:
    with transaction.atomic():
        writing.write("test:happened", ("test.thing", 1), by=SYSTEM)
        assert seen(reading.BEGINNING)[0] == []
    assert drained(reading.BEGINNING, 1)[0] == ["1"]


@pytest.mark.parametrize("wrong", ["x", "1", "1-", "-1", "1-2-3", "1-２", "9" * 50 + "-1"])
def test_a_cursor_that_is_not_ours_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(Unusable, match="CURSOR_WRONG"):
        reading.read_since(wrong)


def test_after_a_dump_is_loaded_into_a_new_server_the_order_goes_on() -> None:
    """A new server counts transactions from the beginning; entries that come from the old one carry larger numbers."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_entry (transaction, event, subject, subject_id, label, role)"
                       " VALUES (5000000000, 'test:happened', 'test.thing', 'of the old server', 'x', '')")  # fmt: skip
    try:
        assert restoring.settle() > 0
        old, at = drained(reading.BEGINNING, 1)
        writing.write("test:happened", ("test.thing", "new"), by=SYSTEM)
        assert (old, drained(at, 1)[0]) == (["of the old server"], ["new"])
        assert restoring.settle() == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_shift SET shift = 0")
