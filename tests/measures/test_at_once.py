"""Two people at the same moment, each with a connection of his own: one of them is told, nothing is half done, nobody waits for ever."""

from __future__ import annotations

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.laws import halting
from goodstanding.lists import ending as lists_ending
from goodstanding.lists.models import Listing
from goodstanding.measures import answering, beginning, deciding, ending
from goodstanding.measures.models import Adoption, Application
from tests.measures import making
from tests.measures.making import ON_LIST
from tests.repairs.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def ready(market: Department) -> making.Case:
    """Answered; only the decision is missing."""
    case = making.case(market)
    making.notified(case.office, case.application)
    answering.answer(case.application, "已整改", by=case.agent.standing)
    return case


def test_two_who_decide(market: Department) -> None:
    case = ready(market)
    mine, theirs = Application.everything.get(), Application.everything.get()
    said = making.decision(case.application)
    done = together(lambda: deciding.decide(mine, said, by=case.office.head), lambda: ending.drop(theirs, "撤回", by=case.office.head))
    assert done == ["STATE_CHANGED", "done"]
    assert Application.everything.get().state in {"applied", "dropped"}


def test_a_decision_and_the_end_of_its_entry(market: Department) -> None:
    case = ready(market)
    said, mine, entry = making.decision(case.application), Application.everything.get(), Listing.everything.get()
    done = together(
        lambda: deciding.decide(mine, said, by=case.office.head),
        lambda: lists_ending.end(entry, because="wrong", words="列入错误", by=case.office.head),
    )
    assert "done" in done
    assert Listing.everything.get().state == "ended"
    assert Application.everything.get().state in {"ended", "dropped"}
    assert not Application.everything.in_force().exists()


def test_a_decision_and_a_repeal(market: Department) -> None:
    case = ready(market)
    said, mine = making.decision(case.application), Application.everything.get()
    law = halting.Said(target="measure", code=ON_LIST, kind="repealed", document="国令第1号", words="废止", since=timezone.localdate())
    done = together(lambda: deciding.decide(mine, said, by=case.office.head), lambda: halting.halt(law, by=SYSTEM))
    assert "done" in done
    assert Application.everything.get().state in {"ended", "dropped"}
    assert Adoption.everything.get().state == "ended"
    assert not Application.everything.in_force().exists()


def test_the_same_case_opened_twice(market: Department) -> None:
    office = making.office(market)
    adoption, whom = making.adopted(office), making.body()
    said = beginning.Proposal(organisation=whom, grounds="x", related="y", listing=making.listed(whom, market).pk)
    click = [lambda: beginning.propose(adoption, said, by=office.steward)] * 3
    assert together(*click) == ["APPLICATION_IN_HAND", "APPLICATION_IN_HAND", "done"]
    assert Application.everything.count() == 1
