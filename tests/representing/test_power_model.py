"""Powers against a plain model: whoever asks, decides, withdraws and ends, on whatever day, both say who may act today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from goodstanding.departments.models import Appointment
from goodstanding.departments.standing import Standing, from_appointment
from goodstanding.ledger.models import Entry
from goodstanding.papers.models import Paper
from goodstanding.representing import asking, deciding, ending
from goodstanding.representing.acting import as_account
from goodstanding.representing.asking import Wish
from goodstanding.representing.models import Power
from goodstanding.representing.telling import representatives
from goodstanding.rules.refusals import Forbidden, Refused
from goodstanding.rules.texts import Text
from tests.representing.making import body, letter, person, representative

pytestmark = pytest.mark.django_db
Days = tuple[date, date]


@dataclass
class Believed:
    """One power as the model has it."""

    power: Power
    wanted: Days
    state: str = "asked"
    days: Days | None = None

    def holds(self, today: date) -> bool:
        return self.state == "granted" and self.days is not None and self.days[0] <= today <= self.days[1]

    def takes(self, days: Days) -> bool:
        mine = self.days or self.wanted
        return self.state in {"asked", "granted"} and mine[0] <= days[1] and days[0] <= mine[1]


class Powers(RuleBasedStateMachine):
    """Two who ask, one more who acts already, a stranger, two clerks; the clock goes on in between."""

    patch: pytest.MonkeyPatch

    def __init__(self) -> None:
        super().__init__()
        self.apart = transaction.atomic()
        self.apart.__enter__()
        self.today = date(2026, 3, 2)
        self.believed: list[Believed] = []
        self.company, self.moves = body(), 0
        self.askers = [person("wang"), person("li")]
        self.stranger = representative(person("eve"), body(2))
        self.clerks = [self.clerk("bob"), self.clerk("ann")]
        self.patch.setattr(timezone, "localdate", lambda *_: self.today)
        self.before = Entry.objects.filter(event__startswith="power:").count()

    def clerk(self, name: str) -> Standing:
        user = person(name)
        return from_appointment(Appointment.objects.create(user=user, role="clerk", starts_on=date(2020, 1, 1)))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.apart.__exit__(None, None, None)

    def does(self, deed: Any, *, allowed: bool) -> None:
        """Done where the model says so, refused and without a trace where not."""
        try:
            with transaction.atomic():
                deed()
            done = True
        except Refused:
            done = False
        assert done is allowed
        self.moves += done

    @rule(who=st.integers(0, 1), first=st.integers(-2, 30), length=st.integers(-1, 420))
    def ask(self, who: int, first: int, length: int) -> None:
        user, start = self.askers[who], self.today + timedelta(days=first)
        days = (start, start + timedelta(days=length))
        mine = [one for one in self.believed if one.power.user_id == user.pk]
        fits = first >= 0 and length >= 0 and days[1] <= asking.latest(start)
        free = not any(one.state == "asked" or one.takes(days) for one in mine)
        made: list[Power] = []
        paper = letter(user)
        self.does(lambda: made.append(asking.ask(user, self.company, Wish(*days), paper, by=as_account(user))), allowed=fits and free)
        self.believed += [Believed(one, days) for one in made]

    @precondition(lambda self: self.believed)
    @rule(which=st.integers(0, 9), clerk=st.integers(0, 1), first=st.integers(-3, 40), length=st.integers(-1, 400))
    def grant(self, which: int, clerk: int, first: int, length: int) -> None:
        one = self.believed[which % len(self.believed)]
        start = max(one.wanted[0], self.today) + timedelta(days=first)
        days = (start, start + timedelta(days=length))
        inside = max(one.wanted[0], self.today) <= days[0] <= days[1] <= one.wanted[1]
        ok = one.state == "asked" and inside
        self.does(lambda: deciding.grant(self.fresh(one), starts_on=days[0], ends_on=days[1], by=self.clerks[clerk]), allowed=ok)
        if ok:
            one.state, one.days = "granted", days

    @precondition(lambda self: self.believed)
    @rule(which=st.integers(0, 9), why=st.sampled_from(["", "未盖章"]))
    def refuse(self, which: int, why: str) -> None:
        one = self.believed[which % len(self.believed)]
        ok = one.state == "asked" and bool(why)
        self.does(lambda: deciding.refuse(self.fresh(one), because=why, by=self.clerks[0]), allowed=ok)
        one.state = "refused" if ok else one.state

    @precondition(lambda self: self.believed)
    @rule(which=st.integers(0, 9), who=st.integers(0, 1))
    def withdraw(self, which: int, who: int) -> None:
        one, user = self.believed[which % len(self.believed)], self.askers[who]
        ok = one.state == "asked" and one.power.user_id == user.pk
        self.does(lambda: asking.withdraw(self.fresh(one), by=as_account(user)), allowed=ok)
        one.state = "withdrawn" if ok else one.state

    @precondition(lambda self: self.believed)
    @rule(which=st.integers(0, 9), who=st.sampled_from(["holder", "clerk", "other", "stranger"]), why=st.sampled_from(["", "离职"]))
    def end(self, which: int, who: str, why: str) -> None:
        one = self.believed[which % len(self.believed)]
        other = next(user for user in self.askers if user.pk != one.power.user_id)
        by = {
            "holder": as_account(one.power.user), "clerk": self.clerks[1], "other": as_account(other), "stranger": self.stranger,
        }[who]  # fmt: skip
        ok = one.state == "granted" and bool(why) and who in {"holder", "clerk"}
        self.does(lambda: ending.end(self.fresh(one), because=why, by=by), allowed=ok)
        one.state = "ended" if ok else one.state

    @rule(days=st.sampled_from([1, 30, 200]))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @invariant()
    def both_say_who_may_act_today(self) -> None:
        held = {one.power.pk: one for one in self.believed if one.holds(self.today)}
        assert set(Power.objects.in_force().values_list("pk", flat=True)) == set(held)
        assert representatives(self.company) == sorted({one.power.user_id for one in held.values()})
        assert len(held) <= len(self.askers)

    @invariant()
    def a_letter_is_there_while_its_request_waits_and_no_longer(self) -> None:
        there = set(Paper.objects.filter(destroyed_at__isnull=True, pk__in=Power.objects.values("letter")).values_list("pk", flat=True))
        assert there == {one.power.letter_id for one in self.believed if one.state == "asked"}

    @invariant()
    def every_move_has_one_entry(self) -> None:
        assert Entry.objects.filter(event__startswith="power:").count() - self.before == self.moves

    def fresh(self, one: Believed) -> Power:
        return Power.objects.select_related("organisation", "user", "letter").get(pk=one.power.pk)


def test_whatever_is_done_by_whomever_on_whatever_day_both_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    Powers.patch = monkeypatch
    monkeypatch.setattr("goodstanding.departments.allowing.write_apart", lambda *_: None)  # its entries outlive the rollback
    monkeypatch.setattr(ending, "refuse", _refuse)
    monkeypatch.setattr(asking, "refuse", _refuse)
    run_state_machine_as_test(Powers, settings=settings(max_examples=8, stateful_step_count=25, deadline=None))


def _refuse(*_: object) -> None:
    raise Forbidden("NOT_ALLOWED", Text("无权", "not allowed"))
