"""The answer: by whoever acts for the organisation, or at the window on a signed slip that serves this and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goodstanding.clocks import deadlines
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.measures import answering, inbox, notifying, unknown_deadlines
from goodstanding.measures.models import Application
from goodstanding.papers.uploading import Upload
from goodstanding.representing.acting import as_account
from goodstanding.representing.window import take_consent
from goodstanding.rules.refusals import Refused
from tests.measures import making
from tests.papers.files import png
from tests.repairs.making import StandingOf, agent

pytestmark = pytest.mark.django_db


def told(market: Department) -> making.Case:
    """The organisation has been told today."""
    case = making.case(market)
    making.notified(case.office, case.application)
    return case


def test_only_its_own_people_answer(market: Department) -> None:
    case = told(market)
    stranger = agent(making.body(2), name="mallory")
    for by in (stranger.standing, as_account(case.agent.user), case.office.steward):
        with pytest.raises(Refused) as caught:
            answering.answer(case.application, "x", by=by)
        assert caught.value.code == "NOT_ALLOWED"
    with pytest.raises(Refused) as caught:
        answering.answer(case.application, "  ", by=case.agent.standing)
    assert caught.value.code == "ANSWER_MISSING"


def test_at_the_window_on_a_slip_for_this_matter(market: Department, clerk: User, standing_of: StandingOf) -> None:
    case = told(market)
    bob = standing_of(clerk)
    other = take_consent(case.agent.organisation, Upload("consent", "同意书.png", png()), purpose="repair", by=bob)
    for consent in (None, other):
        with pytest.raises(Refused) as caught:
            answering.answer(case.application, "已整改", by=bob, consent=consent)
        assert caught.value.code == "CONSENT_MISSING"
    slip = take_consent(case.agent.organisation, Upload("consent", "同意书.png", png()), purpose=answering.PURPOSE, by=bob)
    answering.answer(case.application, "已整改", by=bob, consent=slip)
    assert (case.application.state, case.application.consent) == ("answered", slip)


def test_a_deadline_nobody_knows_is_filled_in_when_the_year_is_known(market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    case = making.case(market)
    monkeypatch.setattr(notifying, "due", lambda *_: None)
    making.notified(case.office, case.application)
    assert case.application.answer_until is None
    assert [one.known for one in inbox.waiting(case.office.steward)] == [False]
    answers = unknown_deadlines.recompute()
    assert answers == 1
    case.application.refresh_from_db()
    assert case.application.answer_until == deadlines.due(notifying.TERM, timezone.localdate())
    assert unknown_deadlines.recompute() == 0


def test_what_waits_for_whom(market: Department) -> None:
    case = making.case(market)
    office = case.office

    def keys(by: Standing) -> list[tuple[str, str]]:
        return [(one.subject, one.what.en) for one in inbox.waiting(by)]

    assert len(keys(office.steward)) == 1
    assert keys(office.head) == []
    making.notified(office, case.application)
    assert keys(office.steward) == keys(office.head) == []
    Application.everything.filter(pk=case.application.pk).update(answer_until=timezone.localdate() - timedelta(days=1))
    assert keys(office.steward) == []
    assert len(keys(office.head)) == len(keys(SYSTEM)) == 1
    making.proposed(office, "market_entry")
    assert len(keys(office.head)) == 2
