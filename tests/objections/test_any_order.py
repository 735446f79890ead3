"""A few hundred random deeds by random roles over random days: whatever the order, nothing illegal ever stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from goodstanding.objections import accepting, answering, deciding, extending, forwarding, inbox, pausing, refusing, returning, withdrawing
from goodstanding.objections.deciding import Decision, Part
from goodstanding.objections.models import OVER, Inquiry, Objection
from goodstanding.records.models import Mark, Record, Suspension
from goodstanding.rules.refusals import Refused
from tests.objections import making
from tests.objections.conftest import MONDAY
from tests.objections.making import Day, Town

STEPS = 120


def _answer(town: Town, case: Objection, by: Any, any_: Random) -> None:
    for inquiry in case.inquiries.filter(state="asked"):
        kind = any_.choice(["confirms", "corrects", "withdraws", "not_ours", "cannot_verify"])
        values = {one.record_id: {"CF_NR_FK": "0.3"} for one in case.items.all() if one.record_id}
        answering.answer(inquiry, answering.Answer(answer=kind, words="核实", document=making.upload(), values=values), by=by)


def _decide(case: Objection, by: Any, any_: Random) -> None:
    outcome = any_.choice(["nothing", "correct", "end"])
    parts = {one.pk: Part(outcome=outcome, values={"CF_NR_FK": "0.3"} if outcome == "correct" else {}) for one in case.items.all()}
    deciding.decide(case, Decision(parts=parts, reasons="理由", basis="own"), by=by)


DEEDS: dict[str, Callable[[Town, Objection, Any, Random], Any]] = {
    "accept": lambda _, case, by, __: accepting.accept(case, by=by),
    "refuse": lambda _, case, by, __: refusing.refuse(case, because="理由", by=by),
    "forward": lambda _, case, by, __: forwarding.forward(case, by=by),
    "answer": _answer,
    "return": lambda _, case, by, __: [returning.give_back(one, because="理由", by=by) for one in case.inquiries.filter(state="answered")],
    "extend": lambda _, case, by, __: extending.extend(case, because="理由", by=by),
    "pause": lambda _, case, by, __: pausing.pause(case, because="检验", by=by),
    "resume": lambda _, case, by, __: pausing.resume(case, by=by),
    "decide": lambda _, case, by, any_: _decide(case, by, any_),
    "withdraw": lambda _, case, by, __: withdrawing.withdraw(case, by=by),
}
ORDER = ["accept", "forward", "answer", "decide"] * 2 + [*DEEDS]
"""The straight way is taken more often, so that cases come to their ends."""


def legal(town: Town) -> None:
    """What holds at every moment."""
    today = timezone.localdate()
    for case in Objection.objects.prefetch_related("items", "inquiries", "pauses"):
        marks = Mark.objects.filter(case=case.pk, lifted_at=None).count()
        running = Suspension.objects.filter(case=case.pk, lifted_at=None)
        if case.state in OVER:
            assert not running.filter(record__ended_on=None).exists()
            assert (marks, case.closed_at is not None, case.inquiries.filter(state="asked").exists()) == (0, True, False)
        if case.state in {"accepted", "forwarded", "answered"}:
            assert marks == case.items.count()
            assert case.due_on is not None
        if case.state == "answered":
            assert not case.inquiries.filter(state="asked").exists()
        silent = {one.record_id: one.since for one in running.filter(because="silent_source")}
        for inquiry in case.inquiries.filter(state="asked") if case.state == "forwarded" else []:
            assert inquiry.due_on is not None
            paused = case.pauses.filter(until=None).exists()
            past = inquiry.due_on < today
            for item in case.items.filter(department=inquiry.department_id, outcome=""):
                if not paused or past:
                    assert silent.get(item.record_id) == inquiry.due_on + timedelta(days=1)
                if past:  # a source that is silent past its day never shows
                    assert not Record.public.filter(pk=item.record_id).exists()
    list(inbox.waiting(town.clerk))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1])
def test_no_order_of_deeds_leads_to_an_illegal_state(town: Town, on: Day, seed: int) -> None:
    any_, day = Random(seed), MONDAY
    people = [town.alice, town.steward, town.head, town.clerk, town.clerk, town.other, town.director]
    done: set[str] = set()
    for _ in range(STEPS):
        if any_.random() < 0.15:
            day = min(day + timedelta(days=any_.randint(1, 4)), date(2031, 11, 1))
            on(day)
        free = Record.everything.filter(ended_on=None, organisation=town.organisation)
        cases = list(Objection.objects.exclude(state__in=OVER))
        try:
            with transaction.atomic():
                if len(cases) < 2 and free:
                    making.filed(town, records=[any_.choice(list(free))])
                    continue
                if not cases:
                    break
                name = any_.choice(ORDER)
                DEEDS[name](town, any_.choice(cases), any_.choice(people), any_)
                done.add(name)
        except Refused:
            continue  # nothing of it stands
        legal(town)
    assert {"accept", "forward", "answer"} <= done
    assert Inquiry.objects.exists()
