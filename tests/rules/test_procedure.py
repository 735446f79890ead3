from __future__ import annotations

from pathlib import Path

import pytest

from goodstanding.rules import procedure
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load
from goodstanding.rules.procedure import PROCEDURES, Role

BEGINNINGS = {"", "waiting"}
"""A submission begins with a move from nothing; rows of the clerk's queue are put there waiting, in sets."""


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_state_is_reached_and_every_case_can_end(name: str) -> None:
    table = PROCEDURES[name]
    assert {state for state, _ in table} - BEGINNINGS <= procedure.states(name)
    ends = procedure.ends(name)
    for state in procedure.states(name):
        reached, before = {state}, set[str]()
        while reached != before:
            before = set(reached)
            reached |= {move.to for (at, _), move in table.items() if at in reached}
        assert reached & ends, state


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_clock_is_a_term_of_the_catalogue(name: str) -> None:
    assert {move.term for move in PROCEDURES[name].values()} - {""} <= set(load().terms)


def test_only_the_product_itself_says_that_a_check_is_done() -> None:
    for key in (("received", "check"), ("checking", "report"), ("entering", "finish")):
        assert procedure.SUBMISSION[key].by == {Role.SYSTEM}


def test_only_people_confirm_and_withdraw_and_no_auditor_moves_anything() -> None:
    for (_, action), move in procedure.SUBMISSION.items():
        assert Role.AUDITOR not in move.by
        assert Role.ADMINISTRATOR not in move.by
        if action in ("confirm", "withdraw", "declare_nothing"):
            assert Role.SYSTEM not in move.by


def test_what_has_entered_cannot_be_withdrawn_as_a_submission() -> None:
    assert ("entered", "withdraw") not in procedure.SUBMISSION
    assert ("entering", "withdraw") not in procedure.SUBMISSION


def test_open_to_says_what_somebody_may_do() -> None:
    assert procedure.open_to("submission", "checked", "steward") == ["confirm", "withdraw", "map"]
    assert procedure.open_to("submission", "checked", "auditor") == []


def test_the_events_are_frozen() -> None:
    """Entries stay for ever: a line may be added to the file, never changed or taken away."""
    frozen = Path(__file__).with_name("frozen_events.txt").read_text(encoding="utf-8").split()
    assert len(frozen) == len(set(frozen))
    assert {event.value for event in Event} == set(frozen)
