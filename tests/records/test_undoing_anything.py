"""Whatever clerks do and undo, in any order, with rows coming in between: in the end it is as if they had done nothing.

And nothing is left half done: an undoing that fails at any point has not happened, and of two at once one happens.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from goodstanding.departments.models import Appointment, Department, User
from goodstanding.departments.standing import SYSTEM, Standing, from_appointment
from goodstanding.organisations import joining, judging
from goodstanding.organisations.models import Merge, Organisation, PendingRow
from goodstanding.records import reaching, settling, taking_back, undoing
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Revision, Undoing
from goodstanding.records.standing import statements
from goodstanding.records.unmerging import undo_merge
from goodstanding.rules.refusals import Conflict, Refused
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, penalty
from tests.records.state import believed

NAMES = ("临澜市云溪餐饮有限公司", "临澜市云西餐饮有限公司", "临澜市山海商贸有限公司")
SHORT = ("云溪餐饮", "云西")


class City(RuleBasedStateMachine):
    """Three organisations, two clerks, rows that are clear and rows that are not."""

    folder: Path

    @initialize()
    def found(self) -> None:
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.came: list[dict[str, str | None]] = []
        self.begin()

    def begin(self) -> None:
        self.department = Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局", district="341400")
        self.clerks = [self.clerk(name) for name in ("bob", "carol")]
        self.bodies = [organisation(n, name) for n, name in enumerate(NAMES, 1)]

    def clerk(self, name: str) -> Standing:
        user = User.objects.create_user(name, "x")
        return from_appointment(Appointment.objects.create(user=user, role="clerk", starts_on="2020-01-01"))

    def enters(self, row: dict[str, str | None]) -> None:
        handed = hand_in(self.folder, self.department, [row])
        enter(handed.folder, handed, by=SYSTEM)

    @rule(n=st.integers(0, 2), number=st.integers(1, 2), fine=st.integers(1, 2), crossed=st.booleans())
    def a_row_with_a_code(self, n: int, number: int, fine: int, crossed: bool) -> None:
        name = NAMES[(n + 1) % 3] if crossed else NAMES[n]
        self.came.append(penalty(n + 1, name, CF_WSH=f"{number}号", CF_NR=f"罚款{fine}000元"))
        self.enters(self.came[-1])

    @rule(name=st.sampled_from(SHORT), number=st.integers(1, 2), fine=st.integers(1, 2))
    def a_row_without_a_code(self, name: str, number: int, fine: int) -> None:
        self.came.append(penalty(1, name, CF_XDR_SHXYM=None, CF_WSH=f"{number}号", CF_NR=f"罚款{fine}000元"))
        self.enters(self.came[-1])

    @precondition(lambda _: PendingRow.objects.filter(state="waiting").exists())
    @rule(data=st.data(), n=st.integers(0, 2), verdict=st.sampled_from(["same", "same", "different", "unsure"]))
    def judge(self, data: Any, n: int, verdict: str) -> None:
        row = data.draw(st.sampled_from(list(PendingRow.objects.filter(state="waiting").order_by("pk"))))
        if verdict == "same":
            settling.attach(row, self.bodies[n], by=self.clerks[0], because="核实")
        else:
            judging.judge(row, self.bodies[n], verdict, by=self.clerks[0], because="核实")

    @precondition(lambda _: PendingRow.objects.filter(state="settled").exists())
    @rule(data=st.data(), verdict=st.sampled_from(["different", "withdrawn"]))
    def undo(self, data: Any, verdict: str) -> None:
        row = data.draw(st.sampled_from(list(PendingRow.objects.filter(state="settled").order_by("pk"))))
        undoing.undo([row], by=self.clerks[0], because="有误", verdict=verdict)

    @rule(one=st.integers(0, 2), other=st.integers(0, 2))
    def merge(self, one: int, other: int) -> None:
        try:
            merge = joining.propose(self.bodies[one], self.bodies[other], by=self.clerks[0], because="同一主体")
        except Refused:
            return
        joining.confirm(merge, by=self.clerks[1])

    @precondition(lambda _: Merge.objects.filter(state="merged").exists())
    @rule(data=st.data())
    def unmerge(self, data: Any) -> None:
        merge = data.draw(st.sampled_from(list(Merge.objects.filter(state="merged").order_by("pk"))))
        undo_merge(merge, by=self.clerks[1], because="不是同一主体")

    @invariant()
    def records_say_what_settled_rows_say(self) -> None:
        """Every record rests on rows that are its organisation's; no row that waits says anything."""
        for record in Record.everything.all() if hasattr(self, "bodies") else ():
            said = statements(record.pk)
            assert record.taken_back or said
            rows = [PendingRow.objects.filter(submission=one.submission, row=one.row).first() for one in said]
            if not record.taken_back:
                assert all(row is None or (row.state, row.organisation_id) == ("settled", record.organisation_id) for row in rows)
                latest = Revision.objects.get(record=record, number=record.revision)
                assert latest.data == said[-1].data

    def teardown(self) -> None:
        if not hasattr(self, "atom"):
            return
        try:
            self.undo_everything()
            drilled = believed()
            transaction.set_rollback(True)
        finally:
            self.atom.__exit__(None, None, None)
        with transaction.atomic():
            self.begin()
            for row in self.came:
                self.enters(row)
            twin = believed()
            transaction.set_rollback(True)
        for part in ("bodies", "names", "codes", "records", "public", "content", "waiting"):
            assert drilled[part] == twin[part], part

    def undo_everything(self) -> None:
        while merge := Merge.objects.filter(state="merged").first():
            undo_merge(merge, by=self.clerks[0], because="不是同一主体")
        while row := PendingRow.objects.filter(state="settled", how__in=("clerk", "remembered", "merged")).first():
            undoing.undo([row], by=self.clerks[0], because="有误", verdict="withdrawn")


@pytest.mark.django_db
def test_doing_and_undoing_anything_leaves_no_trace(tmp_path: Path) -> None:
    City.folder = tmp_path
    how = settings(
        max_examples=12, stateful_step_count=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=True
    )
    run_state_machine_as_test(City, settings=how)


@pytest.fixture
def settled(tmp_path: Path, market: Department, clerk: User, standing_of: Callable[[User], Standing]) -> tuple[PendingRow, Standing]:
    body = organisation(1, NAMES[0])
    handed = hand_in(tmp_path, market, [penalty(1, SHORT[0], CF_XDR_SHXYM=None)])
    enter(handed.folder, handed, by=SYSTEM)
    row, bob = PendingRow.objects.get(), standing_of(clerk)
    settling.attach(row, body, by=bob, because="核实")
    return row, bob


POINTS = (
    (undoing.deciding, "reopen"),
    (undoing.judging, "take_back"),
    (undoing, "restore"),
    (taking_back, "end"),
    (taking_back, "_speak"),
    (reaching, "keep"),
    (undoing, "write"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("module", "name"), POINTS, ids=[name for _, name in POINTS])
def test_what_fails_half_way_has_not_happened(
    settled: tuple[PendingRow, Standing], module: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, bob = settled
    before = believed()

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(module, name, breaks)
    with pytest.raises(RuntimeError, match="the power went"), transaction.atomic():
        undoing.undo([row], by=bob, because="有误")
    monkeypatch.undo()
    assert believed() == before
    assert not Undoing.objects.exists()
    undoing.undo([row], by=bob, because="有误")
    assert not Record.public.exists()


def together(*jobs: Callable[[], object]) -> list[object]:
    """Each in a thread with a connection of its own; what it gave, or what it was refused with."""

    def run(job: Callable[[], object]) -> object:
        try:
            return job()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_undo_at_once_one_is_told(settled: tuple[PendingRow, Standing]) -> None:
    row, bob = settled
    answers = together(*[lambda: undoing.undo([PendingRow.objects.get(pk=row.pk)], by=bob, because="有误")] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict"] * 3 + ["Undoing"]
    assert PendingRow.objects.get().attempt == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_settle_at_once_one_is_told_and_nobody_waits_for_ever(settled: tuple[PendingRow, Standing]) -> None:
    row, bob = settled
    undoing.undo([row], by=bob, because="有误")
    other = organisation(2, NAMES[1])
    bodies = [Organisation.objects.get(name=NAMES[0]), other]
    answers = together(
        *[lambda body=body: settling.attach(PendingRow.objects.get(pk=row.pk), body, by=bob, because="核实") for body in bodies * 2]  # type: ignore[misc]
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 3
    assert Record.public.count() == 1
