"""``move`` is the only way a state changes: by the table, by whom the table names, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.db import connection, models

from goodstanding.ledger.models import Entry
from goodstanding.ledger.moving import move
from goodstanding.ledger.standing import SYSTEM, Standing
from goodstanding.rules import procedure
from goodstanding.rules.events import Event
from goodstanding.rules.procedure import Move, Role
from goodstanding.rules.refusals import Conflict, Forbidden, Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
STEWARD = Standing(label="Alice", role="steward", user_id=1, department_id=5)
TABLE = {
    ("closed", "open"): Move("opened", frozenset({Role.STEWARD}), Event.SUBMISSION_CONFIRMED),
    ("opened", "close"): Move("closed", frozenset({Role.SYSTEM}), Event.SUBMISSION_ENTERED),
    ("opened", "brick_up"): Move("bricked", frozenset({Role.STEWARD}), Event.SUBMISSION_WITHDRAWN, because=True),
}


class Door(models.Model):
    """The smallest thing with a state."""

    procedure: ClassVar[str] = "door"
    state = models.TextField(default="closed")
    department_id = models.BigIntegerField(default=5)

    class Meta:
        app_label = "doors"

    def __str__(self) -> str:
        return f"door {self.pk}"


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """A closed one, in a table of its own."""
    monkeypatch.setitem(procedure.PROCEDURES, "door", TABLE)
    with connection.schema_editor() as editor:
        editor.create_model(Door)
    yield Door.objects.create()
    with connection.schema_editor() as editor:
        editor.delete_model(Door)


def test_a_move_changes_the_state_and_writes_who_why_and_what(door: Door) -> None:
    entry = move(door, "open", by=STEWARD, because="it is nine o'clock", rows=3)
    assert door.state == Door.objects.get().state == "opened"
    assert (entry.event, entry.subject, entry.subject_id, entry.department_id) == ("submission:confirmed", "doors.door", str(door.pk), 5)
    assert (entry.label, entry.because) == ("Alice", "it is nine o'clock")
    assert entry.data == {"action": "open", "from": "closed", "to": "opened", "rows": 3}


def test_a_state_without_that_action_is_a_conflict_and_nothing_is_written(door: Door) -> None:
    with pytest.raises(Conflict, match="STATE_CHANGED"):
        move(door, "close", by=SYSTEM)
    assert (Door.objects.get().state, Entry.objects.count()) == ("closed", 0)


def test_a_role_that_is_not_named_may_not(door: Door) -> None:
    with pytest.raises(Forbidden, match="ROLE_MAY_NOT"):
        move(door, "open", by=SYSTEM)
    assert (Door.objects.get().state, Entry.objects.count()) == ("closed", 0)


@pytest.mark.parametrize("because", ["", "   "])
def test_what_asks_for_a_reason_is_not_done_without_one(door: Door, because: str) -> None:
    move(door, "open", by=STEWARD)
    with pytest.raises(Refused, match="REASON_MISSING"):
        move(door, "brick_up", by=STEWARD, because=because)
    assert Door.objects.get().state == "opened"
    move(door, "brick_up", by=STEWARD, because="the house is to be pulled down")
    assert Door.objects.get().state == "bricked"


def test_one_who_read_an_older_state_is_told_and_changes_nothing(door: Door) -> None:
    stale = Door.objects.get()
    move(door, "open", by=STEWARD)
    with pytest.raises(Conflict):
        move(stale, "open", by=STEWARD)
    assert Entry.objects.count() == 1


def test_of_many_at_once_exactly_one_moves(door: Door) -> None:
    results: list[str] = []

    def attempt() -> None:
        try:
            move(Door.objects.get(pk=door.pk), "open", by=STEWARD)
            results.append("moved")
        except Conflict:
            results.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict"] * 7 + ["moved"]
    assert Entry.objects.filter(event=Event.SUBMISSION_CONFIRMED).count() == 1
