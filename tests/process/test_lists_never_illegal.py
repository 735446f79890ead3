"""Random people put organisations on lists, take them off, repeal laws, end records and try raw SQL: never an illegal state."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from goodstanding.departments.allowing import may
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.laws import halting, lifting
from goodstanding.laws.models import Halt
from goodstanding.lists import answering, competence, deciding, dropping, ending, proposing, publishing, remarking, serving
from goodstanding.lists.catalogue import rules
from goodstanding.lists.models import SERVED_HOW, Competence, Kind, Listing, Remark
from goodstanding.rules.refusals import Refused
from goodstanding.withdrawals import withdrawing as withdrawing_records
from tests.process.city import City, Clock, found
from tests.process.lists_invariants import Memory, picture

pytestmark = pytest.mark.django_db
RAW = (
    "UPDATE lists_listing SET state = 'published', publication = 'x', published_by = 'x', published_at = now() WHERE state = 'proposed'",
    "UPDATE lists_listing SET state = 'decided' WHERE state IN ('served', 'publicised', 'proposed')",
    "UPDATE lists_listing SET state = 'published' WHERE state IN ('ended', 'dropped')",
    "UPDATE lists_listing SET ends_on = ends_on + 400 WHERE decided_on IS NOT NULL",
    "UPDATE lists_listing SET reasons = 'x' WHERE decided_on IS NOT NULL",
    "UPDATE lists_listing SET colour = 'red' WHERE colour = 'black'",
    "UPDATE lists_listing SET organisation_id = organisation_id + 1",
    "UPDATE lists_listing SET facts = 'x'",
    "UPDATE lists_listing SET served_on = NULL WHERE decided_on IS NOT NULL AND colour = 'black'",
    "DELETE FROM lists_listing",
    "DELETE FROM lists_rest",
    "UPDATE lists_rest SET gone_on = NULL WHERE gone_on IS NOT NULL",
    "DELETE FROM lists_remark",
    "UPDATE lists_remark SET outcome = 'unfounded' WHERE outcome = 'confirmed'",
    "UPDATE laws_law SET until = NULL, since = '1990-01-01'",
    "UPDATE laws_halt SET lifted_on = current_date WHERE kind = 'repealed'",
    "DELETE FROM laws_halt",
)
"""What an intruder with the application's own database role might try. None of it may change anything."""
STEPS = ("serve", "publicise", "answer", "hear", "weigh", "decide", "remind", "publish", "withhold", "drop", "end")
NEXT = {
    "black proposed": ("serve", "drop"), "red proposed": ("publicise", "drop"), "scrutiny proposed": ("remind", "drop"),
    "served": ("answer", "decide", "hear", "drop"),
    "answered": ("weigh", "hear", "drop"), "heard": ("weigh", "answer", "drop"),
    "weighed": ("decide", "drop"), "publicised": ("decide", "drop"),
    "decided": ("publish", "withhold", "end"), "published": ("withhold", "end"), "withheld": ("publish", "end"), "reminded": ("end",),
}  # fmt: skip
DEEDS = ("proposes", *("steps",) * 8, "remarks", "settles", *("withdraws",) * 3, "halts", "lifts", "days_pass", "days_pass", "raw_sql")


class Everybody(RuleBasedStateMachine):
    """Each step is drawn from one number, so that small ones do not come too often. What there is to do is extended for measures."""

    deeds: ClassVar[Sequence[str]] = DEEDS
    remembers: ClassVar[type[Memory]] = Memory
    raw: ClassVar[Sequence[str]] = RAW

    city: City
    clock: Clock
    tried: Counter[str]
    kinds: Sequence[str]

    @initialize()
    def begin(self) -> None:
        """A savepoint: each life starts in the same city."""
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.clock.ahead = timedelta()
        self.memory, self.steps_done = self.remembers(), 0
        # Cases in hand, or most lives would be over before the first was decided.
        market = self.city.departments[0]
        steward = next(one for one in self.city.people if one.role == "steward" and one.department_id == market.pk)
        for kind in dict.fromkeys(self.kinds):
            first = rules().kinds[kind]
            body = self.city.bodies[first.colour == "red"]
            theirs = tuple(one.pk for one in self.city.records if one.organisation_id == body.pk)
            said = proposing.Proposal(
                organisation=body, kind=kind, criterion=first.criteria[0].code, facts="抽查不合格", records=theirs[:2]
            )
            case = proposing.propose(said, market, by=steward)
            if first.colour == "black":
                serving.serve(case, how="direct", on=timezone.localdate(), by=steward)

    def teardown(self) -> None:
        if hasattr(self, "atom"):
            transaction.set_rollback(True)
            self.atom.__exit__(None, None, None)

    def attempt(self, what: str, act: Callable[[], Any]) -> None:
        """Done whole, or refused in a sentence with nothing changed."""
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            said, what = refused.why, f"{what}: {refused.code}"
        except IntegrityError:
            # The locks go by the database's clock. What was halted today and is lifted on a day to come is halted still for them.
            today = self.clock.real()
            assert self.clock.ahead, what
            assert Halt.objects.filter(since__lte=today, lifted_on__gt=today).exists(), what
            said, what = None, f"{what}: held by the lock"
        else:
            said = None
        assert said is None or (said.zh and said.en)
        self.tried[what] += 1

    def who(self, action: str, about: models.Model) -> Standing:
        """Five times in six somebody who may; else anybody."""
        own = [one for one in self.city.people if may(one, action, about) and one.role not in {"clerk", "system"}]
        # What a head has proposed, nobody else of that department may decide here: mostly the stewards propose.
        own = [one for one in own if one.role != "head" or action == "decide_listing" or self.chance.random() < 0.2] or own
        return self.chance.choice(own if own and self.chance.random() < 0.85 else self.city.people)

    @rule(seed=st.uuids())  # even, where integers are small or alike half the time
    def somebody_does_something(self, seed: UUID) -> None:
        self.steps_done += 1
        self.chance = random.Random(f"{seed} {self.steps_done}")
        getattr(self, self.chance.choice(self.deeds))()

    def proposes(self) -> None:
        kind, body = self.chance.choice(self.kinds), self.chance.choice(self.city.bodies)
        department = self.chance.choice(self.city.departments)
        theirs = [one.pk for one in self.city.records if one.organisation_id == body.pk]
        records = tuple(self.chance.sample(theirs, self.chance.randint(0, 2)))
        criterion = self.chance.choice(rules().kinds[kind].criteria).code
        elsewhere = self.chance.random() < 0.2
        judgment = proposing.Document(organ="临澜市人民法院", number="（2026）皖01号", decided_on=date(2026, 1, 5))
        said = proposing.Proposal(
            organisation=body, kind=kind, criterion=criterion, facts="抽查不合格", records=records, documents=(judgment,) * elsewhere
        )
        self.attempt("propose", lambda: proposing.propose(said, department, by=self.who("propose_listing", department)))

    def steps(self) -> None:
        cases = list(Listing.everything.exclude(state__in=("dropped", "ended")).order_by("number")) or list(
            Listing.everything.order_by("number")
        )
        if not cases:
            return
        case = self.chance.choice(cases)
        known = NEXT.get(case.state) or NEXT.get(f"{case.colour} {case.state}", STEPS)
        step = self.chance.choice(known if self.chance.random() < 0.8 else STEPS)
        if step == "drop" and self.chance.random() < 0.7:
            return
        action = {"answer": "answer_listing", **dict.fromkeys(("decide", "remind", "publish", "withhold"), "decide_listing")}
        by, today = self.who(action.get(step, "handle_listing"), case), timezone.localdate()
        said = deciding.Decision(
            number="临市监列〔2026〕1号", reasons="事实清楚", ends_on=today + timedelta(days=self.chance.choice((1, 90, 400, 4000)))
        )
        acts: dict[str, Callable[[], Any]] = {
            "serve": lambda: serving.serve(case, how=self.chance.choice(SERVED_HOW), on=today, by=by),
            "publicise": lambda: serving.publicise(case, by=by),
            "answer": lambda: answering.answer(case, "我单位认为不当", hearing=self.chance.random() < 0.4, by=by),
            "hear": lambda: answering.hear(case, on=today, by=by),
            "weigh": lambda: answering.weigh(case, "意见不成立", by=by),
            "decide": lambda: deciding.decide(case, said, by=by),
            "remind": lambda: deciding.remind(case, said, by=by),
            "publish": lambda: publishing.publish(case, "符合比例", by=by),
            "withhold": lambda: publishing.withhold(case, "影响轻微", by=by),
            "drop": lambda: dropping.drop(case, "证据不足", by=by),
            "end": lambda: ending.end(case, because=self.chance.choice((*ending.BY_HAND, "basis")), words="已履行", by=by),
        }
        self.attempt(step, acts[step])

    def remarks(self) -> None:
        cases = list(Listing.everything.filter(colour="red").order_by("number"))
        if cases:
            case = self.chance.choice(cases)
            self.attempt("remark", lambda: remarking.remark(case, "该单位欠薪", by=self.chance.choice(self.city.people)))

    def settles(self) -> None:
        made = list(Remark.objects.select_related("listing").order_by("pk"))
        if made:
            one = self.chance.choice(made)
            outcome = self.chance.choice(("unfounded", "unfounded", "confirmed", "maybe"))
            self.attempt(
                "settle", lambda: remarking.settle(one, outcome=outcome, reasons="经核实", by=self.who("settle_remark", one.listing))
            )

    def withdraws(self) -> None:
        if self.chance.random() < 0.85:
            return
        record = self.chance.choice(self.city.records)
        said = withdrawing_records.Said(
            because=self.chance.choice(("annulled", "withdrawn", "void")),
            document="复决1号",
            words="撤销",
            effective_on=timezone.localdate(),
        )
        self.attempt("record ends", lambda: withdrawing_records.withdraw([record.pk], said, by=self.who("end_record", record)))

    def halts(self) -> None:
        if self.chance.random() < 0.85:
            return
        code = Kind.objects.get(pk=self.chance.choice(self.kinds)).basis.partition(":")[0]
        said = halting.Said(
            target="law",
            code=code,
            kind=self.chance.choice(("suspended", "suspended", "suspended", "repealed")),
            document="令1号",
            words="调整",
            since=timezone.localdate(),
        )
        people = [one for one in self.city.people if one.role == "director"] if self.chance.random() < 0.8 else self.city.people
        self.attempt(f"halt {said.kind}", lambda: halting.halt(said, by=self.chance.choice(people)))

    def lifts(self) -> None:
        open_ones = list(Halt.objects.filter(lifted_on__isnull=True).order_by("number"))
        if open_ones:
            director = next(one for one in self.city.people if one.role == "director")
            self.attempt("lift", lambda: lifting.lift(self.chance.choice(open_ones), "恢复施行", by=director))

    def days_pass(self) -> None:
        self.clock.ahead += timedelta(days=self.chance.choice((1, 1, 3, 8, 20)))

    def raw_sql(self) -> None:
        before, statement = picture(), self.chance.choice(self.raw)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            self.tried["raw refused"] += 1
        assert picture() == before, statement

    @invariant()
    def nothing_is_illegal(self) -> None:
        if hasattr(self, "memory"):
            self.memory.check(timezone.localdate())


def kind_of(colour: str) -> str:
    """A list of that colour."""
    return next(one.code for one in rules().kinds.values() if one.colour == colour)


@pytest.mark.parametrize(
    ("lives", "steps"),
    [pytest.param(40, 50, id="thousands of steps"), pytest.param(2_000, 100, marks=pytest.mark.nightly, id="two hundred thousand steps")],
)
def test_never_an_illegal_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lives: int, steps: int) -> None:
    tried: Counter[str] = Counter()

    class Here(Everybody):
        clock = Clock(monkeypatch)
        city = found(tmp_path)
        kinds = tuple(kind_of(colour) for colour in ("black", "black", "red", "scrutiny"))

    administrator = next(one for one in Here.city.people if one.role == "administrator")
    for kind in set(Here.kinds):
        for department in Here.city.departments[:1]:
            competence.give(Kind.objects.get(pk=kind), department, starts_on=date(2020, 1, 1), by=administrator)
    assert Competence.objects.exists()
    assert SYSTEM in Here.city.people
    Here.tried = tried
    profile = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, derandomize=lives < 1000, print_blob=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(Here, settings=profile)  # type: ignore[no-untyped-call]
    # A machine in which hardly anything ever succeeds shows nothing.
    wanted = (
        "propose",
        "serve",
        "publicise",
        "answer",
        "weigh",
        "decide",
        "publish",
        "end",
        "record ends",
        "halt suspended",
        "raw refused",
    )
    assert not [step for step in wanted if not tried[step]], sorted(tried.items())
