"""Random people do random things on random days, some of them with raw SQL: never an illegal state.

Every step is one attempt. It may succeed or be refused in a sentence; anything else, and any breach of :mod:`invariants`, is a fault.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from goodstanding.departments.allowing import may
from goodstanding.departments.standing import Standing
from goodstanding.objections import accepting, answering, deciding, extending, filing, forwarding, pausing, refusing, returning, withdrawing
from goodstanding.objections.models import ANSWERS, GROUNDS, OVER, SETTLEMENTS, Inquiry, Objection
from goodstanding.papers.taking import take
from goodstanding.records import proceeding
from goodstanding.records.models import FALLS, PROCEEDINGS, STANDS, Proceeding, Record
from goodstanding.repairs import accepting as repair_accepting
from goodstanding.repairs import barring, looking, masking
from goodstanding.repairs import deciding as repair_deciding
from goodstanding.repairs import filing as repair_filing
from goodstanding.repairs.models import Masking, Repair
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Refused
from goodstanding.withdrawals import withdrawing as withdrawing_records
from tests.objections.making import PDF
from tests.process.city import City, Clock, found
from tests.process.invariants import Memory, picture

pytestmark = pytest.mark.django_db
ELSEWHERE = {"decide", "answer", "return", "close"}
"""Steps that are deeds of their own here, or nobody's."""
ENDED_BY_SOURCE = ("withdrawn", "varied", "annulled", "unlawful", "void", "repaired")
"""What a department may say, and one that it may not."""
RAW = (
    "UPDATE records_record SET shown_until = shown_until + 400",
    "UPDATE records_record SET suspended_from = NULL WHERE suspended_from IS NOT NULL",
    "UPDATE records_record SET ended_on = NULL, ended_because = '' WHERE ended_on IS NOT NULL",
    "UPDATE records_record SET ended_on = current_date, ended_because = 'repaired' WHERE ended_on IS NULL",
    "UPDATE records_record SET basis = '' WHERE held = ''",
    "UPDATE records_record SET regime = 'own'",
    "UPDATE records_revision SET data = '{}'",
    "DELETE FROM records_revision",
    "DELETE FROM records_record",
    "DELETE FROM records_mark",
    "DELETE FROM records_suspension",
    "DELETE FROM records_proceeding",
    "UPDATE records_proceeding SET number = 'x'",
    "UPDATE records_proceeding SET outcome = 'upheld' WHERE outcome = 'dismissed'",
    "UPDATE records_suspension SET since = since + 30",
    "UPDATE records_suspension SET lifted_at = NULL WHERE lifted_at IS NOT NULL",
    "DELETE FROM records_ending",
    "UPDATE records_ending SET words = 'x'",
    "UPDATE ledger_entry SET because = 'x'",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry, records_record, records_revision CASCADE",
    "UPDATE objections_objection SET state = 'forwarded' WHERE state = 'decided'",
    "UPDATE objections_objection SET reasons = 'x' WHERE state = 'decided'",
    "DELETE FROM objections_objection",
    "DELETE FROM objections_inquiry",
    "UPDATE repairs_repair SET state = 'granted' WHERE state = 'accepted'",
    "DELETE FROM repairs_repair",
)
"""What an intruder with the application's own database role might try. None of it may change anything."""


@dataclass(frozen=True)
class Document:
    """What a source sends with its answer."""

    name: str = "决定书.pdf"
    content: bytes = PDF


def answered(said: str, n: int) -> answering.Answer:
    """With a document, but for every fifth, which forgets it."""
    return answering.Answer(answer=said, words="经核实", document=Document() if n % 5 != 4 else None)


DEEDS: dict[str, dict[str, Sequence[Any]]] = {
    "objects": {"who": range(120), "n": range(21), "more": range(4), "ground": ("wrong", "other", *GROUNDS)},
    "handles": {"who": range(120), "n": range(40), "step": ["accept", "forward", "refuse", "withdraw", "extend", "pause", "resume"]},
    "answers": {"who": range(120), "n": range(40), "said": ANSWERS, "again": (True, False)},
    "decides": {"who": range(120), "n": range(40), "outcome": ("correct", "end", "nothing", *SETTLEMENTS)},
    "applies": {"who": range(120), "n": range(21)},
    "repairs": {"who": range(120), "n": range(40), "step": ["accept", "refuse", "grant", "decline", "extend", "withdraw", "bar"]},
    "withdraws": {"who": range(120), "n": range(40), "because": ENDED_BY_SOURCE},
    "contests": {"who": range(120), "n": range(40), "how": (*PROCEEDINGS, *PROCEEDINGS, *STANDS, *FALLS)},
    "masks": {"who": range(120), "n": range(40), "how": ["begin", "begin", "lift", "complete"]},
    "days_pass": {"days": range(1, 13)},
    "raw_sql": {"statement": RAW},
}
"""What there is to do, and what each deed may be done with."""
OFTEN = ("handles", "handles", "handles", "repairs", "repairs", "answers")
"""Cases have more steps than records have ends."""


def pick(cases: Sequence[Any], n: int, unlikely: Collection[str]) -> Any:
    """Mostly one something can still happen to."""
    alive = [one for one in cases if one.state not in unlikely]
    chosen = alive if alive and n % 4 < 3 else cases
    return chosen[n // 4 % len(chosen)]


class Everybody(RuleBasedStateMachine):
    """``people`` by number: a drawn number picks who acts, and on what."""

    city: City
    clock: Clock
    tried: Counter[str]

    @initialize()
    def begin(self) -> None:
        """A savepoint: each life starts in the same city."""
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.clock.ahead = timedelta()
        self.memory = Memory()
        self.steps = 0
        # Three cases in hand, or most lives would be over before the first was decided.
        for number, steps in enumerate((1, 2, 0)):
            record = self.city.records[number]
            agent = next(one for one in self.city.people if one.organisation_id == record.organisation_id)
            said = filing.Filing(organisation=record.organisation, token=uuid4(), ground="wrong", words="不符", records={record.pk: {}})
            case, clerk = filing.file(said, by=agent), next(one for one in self.city.people if one.role == "clerk")
            for act in (accepting.accept, forwarding.forward)[:steps]:
                act(case, by=clerk)
            for asked in case.inquiries.all():
                steward = next(one for one in self.city.people if one.role == "steward" and one.department_id == asked.department_id)
                answering.answer(asked, answered("confirms", number), by=steward)

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
        else:
            said = None
        assert said is None or (said.zh and said.en)
        self.tried[what] += 1

    def who(self, n: int, action: str, about: models.Model) -> Standing:
        """Three times in four somebody who may, or hardly anything would ever happen; else anybody."""
        entitled = [one for one in self.city.people if may(one, action, about)]
        # At the window a consent slip would be needed: what an organisation does, it mostly does itself.
        own = [one for one in entitled if one.role == "representative"] or entitled
        people = own if n % 4 < 3 and own else self.city.people
        return people[n // 4 % len(people)]

    def likely(self, procedure: str, case: Any, step: str) -> str:
        """Mostly a step the case's state knows; else the one that was drawn, whatever it is."""
        known = [action for at, action in PROCEDURES[procedure] if at == case.state and action not in ELSEWHERE]
        return self.chance.choice(known) if known and self.chance.random() < 0.75 else step

    def record(self, n: int) -> Record:
        return Record.everything.select_related("organisation").get(pk=self.city.records[n % len(self.city.records)].pk)

    @rule(seed=st.integers(0, 2**62))
    def somebody_does_something(self, seed: int) -> None:
        """All of it from one number: drawn one by one, small numbers would come so often that hardly anything else would happen."""
        self.steps += 1
        self.chance = chance = random.Random(f"{seed} {self.steps}")
        deed = chance.choice((*DEEDS, *OFTEN))
        getattr(self, deed)(**{name: chance.choice(values) for name, values in DEEDS[deed].items()})

    # ------------------------------------------------------------ objections
    def objects(self, who: int, n: int, more: int, ground: str) -> None:
        first = self.record(n)
        by = self.who(who, "object", first.organisation)
        own = [one for one in self.city.records if one.organisation_id == first.organisation_id][: more + 1]
        wanted = {first.pk: {"CF_NR": "罚款200元"}, **{one.pk: {} for one in own if more}}
        said = filing.Filing(organisation=first.organisation, token=uuid4(), ground=ground, words="与事实不符", records=wanted)
        self.attempt("file", lambda: filing.file(said, by=by))

    def handles(self, who: int, n: int, step: str) -> None:
        cases = list(Objection.objects.order_by("number"))
        if not cases:
            return
        case = pick(cases, n, OVER)
        step = self.likely("objection", case, step)
        action = {"withdraw": "object", "extend": "extend_objection"}.get(step, "handle_objection")
        by = self.who(who, action, case.organisation)
        acts: dict[str, Callable[[], Any]] = {
            "accept": lambda: accepting.accept(case, by=by),
            "forward": lambda: forwarding.forward(case, by=by),
            "refuse": lambda: refusing.refuse(case, because="不属于受理范围", by=by),
            "withdraw": lambda: withdrawing.withdraw(case, by=by),
            "extend": lambda: extending.extend(case, because="案情复杂", by=by),
            "pause": lambda: pausing.pause(case, because="委托检验", by=by),
            "resume": lambda: pausing.resume(case, by=by),
        }
        self.attempt(step, acts[step])

    def answers(self, who: int, n: int, said: str, again: bool) -> None:
        asked = list(Inquiry.objects.select_related("objection").order_by("pk"))
        if not asked:
            return
        one = pick(asked, n, {"closed"} if again else {"closed", "answered"})
        by = self.who(who, "handle_objection" if again else "answer_inquiry", one)
        if again:
            self.attempt("return", lambda: returning.give_back(one, because="请附决定书", by=by))
        else:
            self.attempt("answer", lambda: answering.answer(one, answered(said, n), by=by))

    def decides(self, who: int, n: int, outcome: str) -> None:
        cases = list(Objection.objects.order_by("number"))
        if not cases:
            return
        case = pick(cases, n, {*OVER, "filed"})
        by = self.who(who, "handle_objection", case)
        parts = {
            item.pk: deciding.Part(outcome=outcome, values={"CF_NR": f"罚款{n}00元"} if outcome == "correct" else {})
            for item in case.items.filter(outcome="")
        }
        self.attempt("decide", lambda: deciding.decide(case, deciding.Decision(parts=parts, reasons="经核实", basis="own"), by=by))

    # ------------------------------------------------------------ repair
    def applies(self, who: int, n: int) -> None:
        record = self.record(n)
        by = self.who(who, "apply_for_repair", record.organisation)
        version = looking.regime_of(record.regime).commitment.version
        said = repair_filing.Application(statement="罚款已缴清", commitment=version, proof_held=True)
        self.attempt("apply", lambda: repair_filing.file(record, record.organisation, said, by=by))

    def repairs(self, who: int, n: int, step: str) -> None:
        cases = list(Repair.objects.order_by("number"))
        if not cases:
            return
        case = pick(cases, n, {"refused", "declined", "withdrawn", "barred"})
        step = self.likely("repair", case, step)
        action = {"withdraw": "apply_for_repair", "extend": "extend_repair"}.get(step, "decide_repair")
        by = self.who(who, action, case)
        acts: dict[str, Callable[[], Any]] = {
            "accept": lambda: repair_accepting.accept(case, by=by),
            "refuse": lambda: repair_accepting.refuse(case, because="缺少缴款凭证", by=by),
            "grant": lambda: repair_deciding.grant(case, by=by),
            "decline": lambda: repair_deciding.decline(case, because="义务未履行完毕", by=by),
            "extend": lambda: repair_deciding.extend(case, because="需现场核查", by=by),
            "withdraw": lambda: repair_filing.withdraw(case, by=by),
            "bar": lambda: barring.bar(case, because="提供虚假缴款凭证", by=by),
        }
        self.attempt(f"repair {step}", acts[step])

    # ------------------------------------------------------------ withdrawal, court masking
    def withdraws(self, who: int, n: int, because: str) -> None:
        record = self.record(n)
        by = self.who(who, "end_record", record)
        since = timezone.localdate() - timedelta(days=n % 4)
        said = withdrawing_records.Said(
            because=because, document="临政复决〔2026〕1号", words="复议决定撤销", effective_on=since,
            successor_no="罚〔2026〕99号" if because == "varied" else "",
        )  # fmt: skip
        self.attempt("end", lambda: withdrawing_records.withdraw([record.pk], said, by=by))

    def contests(self, who: int, n: int, how: str) -> None:
        record = self.record(n)
        by, today = self.who(who, proceeding.ACTION, record), timezone.localdate()
        if how in PROCEEDINGS:
            stated = proceeding.Stated(kind=how, number=f"{n}号", body="临澜市人民政府", since=today, request="来函")
            self.attempt("contest", lambda: proceeding.begin(record, stated, by=by))
            return
        if case := Proceeding.objects.filter(record=record).order_by("at").first():
            outcome = proceeding.Outcome(outcome=how, over_on=today, document="决1号", words="结案")
            self.attempt("contest over", lambda: proceeding.end(case, outcome, by=by))

    def masks(self, who: int, n: int, how: str) -> None:
        standing, record = list(Masking.objects.order_by("number")), self.record(n)
        by = self.who(who, "mask", record)
        one = pick(standing, n, {"lifted", "completed"}) if standing else None
        if how == "begin":
            paper = take(Document(), purpose="masking.ruling", by=by)
            ruling = masking.Ruling(court="临澜市中级人民法院", document=f"（2026）破{n}号", paper=paper)
            self.attempt("mask", lambda: masking.begin(record.organisation, [record.pk], ruling, by=by))
        elif one and how == "lift":
            self.attempt("unmask", lambda: masking.lift(one, because="重整计划终止执行", document="（2026）破9号", by=by))
        elif one:
            self.attempt("complete", lambda: masking.complete(one, because="重整计划执行完毕", document="（2026）破8号", by=by))

    # ------------------------------------------------------------ days pass, and somebody reaches past us
    def days_pass(self, days: int) -> None:
        self.clock.ahead += timedelta(days=days)

    def raw_sql(self, statement: str) -> None:
        before = picture()
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


@pytest.mark.parametrize(
    ("lives", "steps"),
    [
        pytest.param(60, 50, id="thousands of steps"),
        *(pytest.param(1_000, 100, marks=pytest.mark.nightly, id=f"a million steps, tenth {n}") for n in range(1, 11)),
    ],
)
def test_never_an_illegal_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lives: int, steps: int) -> None:
    tried: Counter[str] = Counter()

    class Here(Everybody):
        clock = Clock(monkeypatch)
        city = found(tmp_path)

    Here.tried = tried
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    # Not shrunk: that would take longer than the search, and each step says what it is.
    profile = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=checks, derandomize=lives < 1000,
        phases=[Phase.explicit, Phase.reuse, Phase.generate], print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(Here, settings=profile)  # type: ignore[no-untyped-call]
    # A machine in which hardly anything ever succeeds shows nothing.
    done = [
        step
        for step in ("file", "accept", "forward", "answer", "decide", "apply", "repair accept", "repair grant", "end", "mask")
        if tried[step]
    ]
    assert len(done) >= 7, dict(tried)
    assert tried["raw refused"], dict(tried)
