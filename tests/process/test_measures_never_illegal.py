"""The same people adopt measures, apply them, answer and end them, while lists, laws and records go: never an unlawful measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import initialize, run_state_machine_as_test

from goodstanding.departments.standing import Standing
from goodstanding.lists import competence
from goodstanding.lists.models import Kind as List
from goodstanding.lists.models import Listing
from goodstanding.measures import adopting, answering, beginning, deciding, ending, notifying
from goodstanding.measures.models import SERVED_HOW, WEIGHTS, Adoption, Application, Kind
from goodstanding.records.models import Mark, Record
from tests.measures.making import listed
from tests.process.city import Clock, found
from tests.process.lists_invariants import Memory, carries
from tests.process.test_lists_never_illegal import DEEDS, RAW, Everybody, kind_of

pytestmark = pytest.mark.django_db
_FINAL = ("decision_no", "decided_on", "starts_on", "ends_on", "weight", "reasons", "basis", "decided_user", "minor")
_RAW = (
    "UPDATE measures_application SET state = 'applied' WHERE state IN ('proposed', 'notified', 'answered')",
    "UPDATE measures_application SET ends_on = ends_on + 400 WHERE decided_on IS NOT NULL",
    "UPDATE measures_application SET state = 'applied' WHERE state IN ('ended', 'dropped')",
    "UPDATE measures_application SET organisation_id = organisation_id + 1",
    "DELETE FROM measures_application",
    "UPDATE measures_adoption SET state = 'adopted' WHERE state IN ('proposed', 'declined', 'ended')",
    "DELETE FROM measures_adoption",
)
_NEXT = {
    "proposed": ("notify", "notify", "decide", "drop"), "notified": ("answer", "decide", "drop"), "answered": ("decide", "drop"),
    "applied": ("end",),
}  # fmt: skip
_PICTURE = "SELECT " + ", ".join(
    f"(SELECT (count(*), sum(hashtextextended(one::text, 0)))::text FROM {table} one)"
    for table in ("measures_application", "measures_adoption", "measures_ground", "records_mark")
)


class MeasureMemory(Memory):
    """What was decided stays, what is over stays over, and nothing is in force that may not be."""

    def __init__(self) -> None:
        super().__init__()
        self.measured: dict[UUID, tuple[Any, ...]] = {}
        self.gone: dict[UUID, str] = {}
        self.seen: Any = None

    def check(self, day: date) -> None:
        """Lists first, then what rests on them."""
        super().check(day)
        with connection.cursor() as cursor:
            cursor.execute(_PICTURE)
            now = cursor.fetchone(), self.judged, day
        if now == self.seen:
            return
        self.seen = now
        in_force = set(Application.everything.in_force(day).values_list("pk", flat=True))
        entries = set(Listing.everything.in_force(day).values_list("pk", flat=True))
        for one in Application.everything.select_related("kind"):
            if one.decided_on is not None:
                _decided_lawfully(one)
                said = tuple(getattr(one, name) for name in _FINAL)
                assert self.measured.setdefault(one.pk, said) == said, f"{one.number}: a decision was edited"
            assert self.gone.get(one.pk, one.state) == one.state, f"{one.number} came back"
            if one.state in {"dropped", "ended"}:
                self.gone[one.pk] = one.state
            if one.pk in in_force:
                _stands(one, day, entries)
        for adoption in Adoption.everything.filter(adopted_on__isnull=False):
            assert adoption.decided_user != adoption.proposed_user, "one person alone"


def _decided_lawfully(one: Application) -> None:
    assert one.decided_user != one.proposed_user, "one person alone"
    assert one.reasons
    assert one.proportion
    assert one.decided_on <= one.starts_on <= one.ends_on
    assert WEIGHTS.index(one.weight) <= WEIGHTS.index(one.kind.weight), "heavier than the catalogue allows"
    if one.side == "restriction":
        assert one.notified_on is not None
        heard = one.answered_at is not None and one.weighed
        assert heard or (one.answer_until is not None and one.answer_until < one.decided_on), "decided before it was heard"
        assert one.minor is False


def _stands(one: Application, day: date, entries: set[UUID]) -> None:
    assert one.state == "applied"
    assert one.starts_on <= day <= one.ends_on
    assert carries(one.kind.basis, day), "in force on a law that is not"
    if one.listing_id is not None:
        assert one.listing_id in entries, "it rests on an entry that does not stand"
        return
    left = Record.everything.filter(pk__in=one.rests.filter(gone_on__isnull=True).values("record_id"), ended_on__isnull=True)
    standing = [record for record in left if not record.is_suspended(day)]
    assert standing, "it rests on nothing"
    if one.kind.final:
        marks = Mark.objects.filter(record__in=standing, kind__in=("review", "lawsuit"), lifted_at__isnull=True)
        assert marks.values("record").distinct().count() < len(standing), "a restriction on what is before a court"


class WithMeasures(Everybody):
    """Everything of the lists' machine, and measures."""

    deeds: ClassVar[Sequence[str]] = (
        *DEEDS,
        "adopts",
        *("begins",) * 4,
        *("measure_steps",) * 9,
        *("halts",) * 6,
        *("withdraws",) * 6,
        "lifts",
    )
    remembers: ClassVar[type[Memory]] = MeasureMemory
    raw: ClassVar[Sequence[str]] = (*RAW, *_RAW)
    chosen: Sequence[str]

    @initialize()
    def begin(self) -> None:
        """Each organisation on a list by the decision of a body above too, and each measure adopted."""
        super().begin()
        market = self.city.departments[0]
        steward, head = (self.one(role) for role in ("steward", "head"))
        listed(self.city.bodies[0], market, kind_of("black"))
        listed(self.city.bodies[1], market, kind_of("red"))
        for kind in self.chosen:
            adoption = adopting.propose(self.wish(kind), market, by=steward)
            adopting.adopt(adoption, adopting.Decision(number="临市监〔2026〕1号", reasons="依法采用"), by=head)
            self.applied_already(adoption, steward, head)

    def applied_already(self, adoption: Adoption, steward: Standing, head: Standing) -> None:
        """One case of each, so that something is in force when its ground goes; what was begun is decided at once."""
        listing = Listing.everything.in_force().filter(kind_id__in=adoption.kind.lists).order_by("number").first()
        body = listing.organisation if listing else self.city.bodies[0]
        ripe = [
            one.pk for one in self.city.records if one.organisation_id == body.pk and one.decided_on < timezone.localdate() - timedelta(90)
        ]
        said = beginning.Proposal(
            organisation=body, grounds="事由", related="与职责直接相关", listing=listing.pk if listing else None,
            records=() if listing else tuple(ripe[:1]),
        )  # fmt: skip
        case = beginning.propose(adoption, said, by=steward)
        if case.side == "restriction":
            notifying.notify(case, how="direct", on=timezone.localdate(), by=steward)
            agent = next(one for one in self.city.people if one.organisation_id == body.pk)
            answering.answer(case, "已整改", by=agent)
        deciding.decide(case, self.decision(case, until=deciding.latest(case, timezone.localdate())), by=head)

    def decision(self, case: Application, *, until: date, weight: str = "light", minor: bool | None = False) -> deciding.Decision:
        return deciding.Decision(
            number="临市监措〔2026〕1号", starts_on=timezone.localdate(), ends_on=until, weight=weight, proportion="相当",
            reasons="事实清楚", minor=minor, minor_words="情节并不轻微", weighed="意见不成立" if case.answered_at else "",
        )  # fmt: skip

    def one(self, role: str) -> Standing:
        market = self.city.departments[0]
        return next(one for one in self.city.people if one.role == role and one.department_id == market.pk)

    def wish(self, kind: str) -> adopting.Proposal:
        until = adopting.last_review(Kind.objects.get(pk=kind), timezone.localdate())
        return adopting.Proposal(kind=kind, acts="审批科", matters="行政审批", review_on=until, because="与职责相关")

    def adopts(self) -> None:
        kind, market = self.chance.choice(self.chosen), self.city.departments[0]
        waiting = Adoption.everything.filter(kind=kind, state="proposed").order_by("number").first()
        deed = self.chance.choice(("propose", "adopt", "decline", "end"))
        if deed == "propose" or waiting is None:
            self.attempt("measure wished", lambda: adopting.propose(self.wish(kind), market, by=self.who("propose_measure", market)))
        elif deed == "adopt":
            said = adopting.Decision(number="临市监〔2026〕2号", reasons="依法采用")
            self.attempt("measure adopted", lambda: adopting.adopt(waiting, said, by=self.who("adopt_measure", waiting)))
        elif deed == "decline":
            self.attempt("measure declined", lambda: adopting.decline(waiting, "暂不采用", by=self.who("adopt_measure", waiting)))
        elif self.chance.random() < 0.2:
            held = Adoption.everything.filter(kind=kind, state="adopted").order_by("number").first()
            if held is not None:
                self.attempt("adoption ends", lambda: ending.end_adoption(held, "不再采用", by=self.who("adopt_measure", held)))

    def begins(self) -> None:
        held = list(Adoption.everything.filter(state="adopted").select_related("kind").order_by("number"))
        if not held:
            return
        adoption, body = self.chance.choice(held), self.chance.choice(self.city.bodies)
        listings = Listing.everything.filter(organisation=body, kind_id__in=adoption.kind.lists).order_by("number")
        entries = list(listings.values_list("pk", flat=True))
        theirs = [one.pk for one in self.city.records if one.organisation_id == body.pk]
        on_list = bool(entries) and (not adoption.kind.records or self.chance.random() < 0.5)
        said = beginning.Proposal(
            organisation=body, grounds="事由", related="与职责直接相关", listing=self.chance.choice(entries) if on_list else None,
            records=() if on_list else tuple(self.chance.sample(theirs, 1)),
        )  # fmt: skip
        self.attempt("begin", lambda: beginning.propose(adoption, said, by=self.who("propose_application", adoption)))

    def measure_steps(self) -> None:
        cases = list(Application.everything.exclude(state__in=("dropped", "ended")).order_by("number"))
        if not cases:
            return
        case, today = self.chance.choice(cases), timezone.localdate()
        step = self.chance.choice(_NEXT[case.state] if self.chance.random() < 0.7 else ("notify", "answer", "decide", "drop", "end"))
        if step in {"drop", "end"} and self.chance.random() < 0.7:
            return
        action = {"answer": "answer_application", "decide": "decide_application"}.get(step, "propose_application")
        by = self.who(action, case)
        said = self.decision(
            case, until=today + timedelta(days=self.chance.choice((10, 60, 300, 2000))),
            weight=self.chance.choice(("light", "light", "medium", "severe")), minor=self.chance.choice((False, False, False, True, None)),
        )  # fmt: skip
        acts: dict[str, Callable[[], Any]] = {
            "notify": lambda: notifying.notify(case, how=self.chance.choice(SERVED_HOW), on=today, by=by),
            "answer": lambda: answering.answer(case, "已整改", by=by),
            "decide": lambda: deciding.decide(case, said, by=by),
            "drop": lambda: ending.drop(case, "证据不足", by=by),
            "end": lambda: ending.end(case, "不再需要", by=by),
        }
        self.attempt(f"measure {step}", acts[step])


@pytest.mark.parametrize(
    ("lives", "steps"),
    [pytest.param(40, 50, id="thousands of steps"), pytest.param(2_000, 100, marks=pytest.mark.nightly, id="two hundred thousand steps")],
)
def test_never_an_unlawful_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lives: int, steps: int) -> None:
    tried: Counter[str] = Counter()
    black, red = kind_of("black"), kind_of("red")
    on_list = Kind.objects.filter(side="restriction", lists__contains=[black]).order_by("pk").first()
    on_records = Kind.objects.filter(side="restriction", records__contains=["penalty"]).order_by("pk").first()
    incentive = Kind.objects.filter(side="incentive", lists__contains=[red]).order_by("pk").first()
    assert on_list and on_records and incentive  # noqa: PT018 - the catalogue has all three

    class Here(WithMeasures):
        clock = Clock(monkeypatch)
        city = found(tmp_path)
        kinds = (black, red)
        chosen = (on_list.pk, on_records.pk, incentive.pk)

    administrator = next(one for one in Here.city.people if one.role == "administrator")
    for kind in (black, red):
        competence.give(List.objects.get(pk=kind), Here.city.departments[0], starts_on=date(2020, 1, 1), by=administrator)
    Here.tried = tried
    profile = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, derandomize=lives < 1000, print_blob=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(Here, settings=profile)  # type: ignore[no-untyped-call]
    # A machine in which hardly anything ever succeeds shows nothing.
    wanted = ("begin", "measure notify", "measure end", "record ends", "end", "halt suspended", "raw refused")
    assert not [step for step in wanted if not tried[step]], sorted(tried.items())
