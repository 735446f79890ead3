"""A halt and a decision at the same moment, each on a connection of its own: whoever comes second sees what the first has done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import force, halting
from goodstanding.laws.models import Affected, Halt
from goodstanding.rules.refusals import Refused
from tests.laws.making import LAW, OTHER, Entries, entries, resting, said

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def part() -> Iterator[Entries]:
    with entries() as made:
        yield made


def waits(query: str) -> bool:
    """Until another connection waits for a lock with that query."""
    for _ in range(PATIENCE * 20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction it would not look again
            cursor.execute(
                "SELECT count(*), pg_sleep(0.05) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s", [f"%{query}%"]
            )
            if cursor.fetchall()[0][0]:
                return True
    return False


def run(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except Refused as refused:
        return refused.code
    finally:
        connection.close()


def test_an_entry_decided_first_is_on_the_list(part: Entries) -> None:
    """The decision holds its basis; the halt waits for it, and stops what it has decided."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            force.hold(f"{LAW}:48")
            assert force.in_force(f"{LAW}:48", timezone.localdate())
            halting_it = pool.submit(run, lambda: halting.halt(said(), by=SYSTEM))
            assert waits("FOR UPDATE")
            resting(f"{LAW}:48", 1)
        made = halting_it.result(PATIENCE)
    assert isinstance(made, Halt)
    assert Affected.objects.filter(halt=made, part="entries").count() == 1
    assert len(part.stopped) == 1


@pytest.mark.parametrize("sql", [False, True])
def test_an_entry_decided_second_sees_that_its_law_is_gone(part: Entries, *, sql: bool) -> None:
    """Through Python's hold, and through what a trigger would do."""
    begun, go_on = Event(), Event()

    def stop(_halt: Halt, **_by: object) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    def decide() -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            if not sql:
                force.hold(LAW)
                return force.in_force(LAW, timezone.localdate())
            cursor.execute("SELECT laws_hold(%s)", [LAW])
            cursor.execute("SELECT laws_in_force(%s, %s)", [LAW, timezone.localdate()])
            return bool(cursor.fetchall()[0][0])

    part.stop = stop  # type: ignore[method-assign, assignment]
    with ThreadPoolExecutor(2) as pool:
        halting_it = pool.submit(run, lambda: halting.halt(said(), by=SYSTEM))
        assert begun.wait(PATIENCE)
        deciding = pool.submit(run, decide)
        assert waits("laws_hold" if sql else "FOR SHARE")
        go_on.set()
        assert isinstance(halting_it.result(PATIENCE), Halt)
        assert deciding.result(PATIENCE) is False


def test_two_who_halt_and_the_same_click_twice(part: Entries) -> None:
    resting(LAW, 1)
    gate = Barrier(4)
    click = said()

    def deed(one: halting.Said) -> str:
        gate.wait()
        found = run(lambda: halting.halt(one, by=SYSTEM))
        return found if isinstance(found, str) else "done"

    with ThreadPoolExecutor(4) as pool:
        became = sorted(pool.map(deed, [click, click, click, said()]))
    assert Halt.objects.count() == 1
    assert became in (["HALTED_ALREADY", "done", "done", "done"], ["HALTED_ALREADY", "HALTED_ALREADY", "HALTED_ALREADY", "done"])
    assert Affected.objects.filter(part="entries").count() == 1


def test_of_two_laws_at_once_both_are_halted(part: Entries) -> None:
    """What rests on both is stopped by one of them, and nobody waits for ever."""
    resting(LAW, 1, 2, 3)
    gate = Barrier(2)

    def deed(code: str) -> object:
        gate.wait()
        return run(lambda: halting.halt(said(code), by=SYSTEM))

    with ThreadPoolExecutor(2) as pool:
        became = list(pool.map(deed, [LAW, OTHER]))
    assert all(isinstance(one, Halt) for one in became)
    assert len(part.stopped) == 3


def test_deciding_on_one_basis_together_waits_for_nobody() -> None:
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        force.hold(LAW, measures=["any"])

        def too() -> bool:
            with transaction.atomic():
                force.hold(LAW, measures=["any"])
                return True

        assert pool.submit(run, too).result(PATIENCE) is True
