from __future__ import annotations

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
    """Entries stay for ever: a value may be added here, never changed or taken away."""
    assert {event.value for event in Event} == {
        *(
            "law:halted",
            "law:resumed",
            "competence:given",
            "competence:ended",
            "listing:proposed",
            "listing:loaded",
            "listing:served",
            "listing:answered",
            "listing:heard",
            "listing:weighed",
            "listing:publicised",
            "listing:decided",
            "listing:reminded",
            "listing:published",
            "listing:withheld",
            "listing:dropped",
            "listing:ended",
            "listing:disputed",
            "listing:undisputed",
            "listing:suspended",
            "listing:resumed",
            "remark:made",
            "remark:settled",
            "measure:proposed",
            "measure:adopted",
            "measure:declined",
            "measure:ended",
            "application:proposed",
            "application:notified",
            "application:answered",
            "application:applied",
            "application:dropped",
            "application:ended",
        ),
        *("submission:received", "submission:nothing", "submission:checking", "submission:checked", "submission:refused"),
        *("submission:confirmed", "submission:entered", "submission:withdrawn", "submission:mapped"),
        *("submission:persons_counted", "record:entered", "record:revised", "record:withdrawn"),
        *("organisation:registered", "organisation:opened", "organisation:renamed", "organisation:identified", "organisation:closed"),
        *(
            "code_exception:admitted",
            "code_exception:ended",
            "queue:added",
            "queue:decided",
            "queue:undone",
            *("judgement:given", "merge:proposed", "merge:confirmed", "merge:declined", "merge:undone", "record:taken_back"),
            *("code_issue:opened", "code_issue:assigned", "code_issue:answered", "code_issue:returned", "code_issue:closed"),
            *("organisation:moved", "organisation:related", "organisation:unrelated"),
            *("organisation:status_changed", "organisation:corrected", "queue:checked", "outing:told"),
        ),
        *(
            "department:created",
            "department:changed",
            "account:created",
            "account:password_reset",
            "appointment:made",
            "appointment:ended",
            "client:created",
            "client:ended",
        ),
        *("mapping:saved", "access:refused", "access:signed_in", "access:sign_in_failed", "access:signed_out"),
        *("access:looked_up", "access:exported"),
        *("record:corrected", "record:ended", "record:marked", "record:unmarked", "record:suspended", "record:resumed"),
        *("record:archived", "record:purged", "account:signed_up", "paper:taken_in", "paper:destroyed"),
        *("power:asked", "power:granted", "power:refused", "power:withdrawn", "power:ended"),
        *("objection:filed", "objection:accepted", "objection:refused", "objection:withdrawn", "objection:forwarded"),
        *("objection:answered", "objection:returned", "objection:paused", "objection:resumed", "objection:extended"),
        *("objection:decided", "inquiry:asked", "inquiry:answered", "inquiry:returned", "inquiry:closed"),
        *("error_report:reported", "error_report:settled"),
        *("repair:filed", "repair:accepted", "repair:refused", "repair:withdrawn", "repair:extended", "repair:granted"),
        *("repair:closed", "repair:bar_lifted", "masking:completed", "regime_end:proposed", "regime_end:confirmed"),
        *("regime_end:declined", "regime_end:finished", "withdrawal:made"),
        *("repair:declined", "repair:barred", "masking:begun", "masking:lifted", "case:escalated", "calendar:set"),
    }
    assert all(len(event.value.split(":")) == 2 for event in Event)
