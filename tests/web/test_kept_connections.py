"""A request that takes over a connection the server has ended meanwhile gets a new one, and nobody sees an error."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.db import connection
from django.test import Client

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh connection that is kept as it is outside tests, whatever other tests have set."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 300)
    connection.close()
    connection.ensure_connection()
    assert connection.health_check_enabled


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _end(pid: int) -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
        for _ in range(500):
            if other.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("the backend did not end")


def test_a_connection_that_was_ended_is_replaced_at_the_next_request() -> None:
    before = _backend()
    connection.close_if_unusable_or_obsolete()  # as a request does when it is over
    _end(before)

    assert _backend() != before


def test_a_connection_ended_while_kept_is_seen_without_a_question() -> None:
    """Just asked, so the look alone has to find it."""
    before = _backend()
    assert connection.is_usable()
    connection.close_if_unusable_or_obsolete()
    _end(before)

    assert not connection.is_usable()
    assert _backend() != before


def test_a_living_connection_is_kept() -> None:
    before = _backend()
    for _ in range(3):
        connection.close_if_unusable_or_obsolete()
        assert _backend() == before


def test_a_page_after_a_restart_is_answered(client: Client) -> None:
    assert client.get("/readyz").status_code == 200
    _end(_backend())
    connection.close_if_unusable_or_obsolete()

    assert client.get("/readyz").status_code == 200
