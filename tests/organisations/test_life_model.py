"""The register against a plain model of what is believed: whatever is loaded, whatever is asked, both say the same."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.living import asking
from goodstanding.organisations.models import Identifier, Name, Organisation, Registration, Relation
from goodstanding.organisations.registering import register
from tests.organisations.making import code

pytestmark = pytest.mark.django_db
HEADER = ("统一社会信用代码", "名称", "行政区划", "状态", "成立日期", "变更日期", "注销日期", "上级单位统一社会信用代码", "更正")
STATUSES = {"存续": "active", "吊销": "revoked", "注销": "deregistered"}
CLOSED = {"吊销", "注销"}
DAY = st.integers(0, 8).map(lambda years: date(2016 + years, 3, 1))
Segment = tuple[date | None, Any]
"""From which day (None: from the beginning) something was so; it ends where the next begins."""


def first(value: Any, since: date | None) -> list[Segment]:
    return [(since, value)]


def changed(belief: list[Segment], value: Any, day: date, *, stated: bool) -> list[Segment]:
    """What follows on a day; nothing where it lies before the present statement's, or where the row itself names that very day."""
    start = belief[-1][0]
    if start is not None and (day < start or (stated and day == start)):
        return belief
    return [*(belief if start is None or day > start else belief[:-1]), (day, value)]


def corrected(belief: list[Segment], value: Any, own: date | None) -> list[Segment]:
    """The last statement was never right; the right one begins on its own day, else where the wrong one began."""
    day = own or belief[-1][0]
    return [*(one for one in belief[:-1] if one[0] is None or day is None or one[0] < day), (day, value)]


def on(belief: list[Segment], day: date) -> Any:
    begun = [value for start, value in belief if start is None or start <= day]
    return begun[-1] if begun else None


@dataclass
class Body:
    """What is believed of one, and every earlier belief with the moment from which it held."""

    number: int
    name: list[Segment] = field(default_factory=list)
    code: list[Segment] = field(default_factory=list)
    standing: list[Segment] = field(default_factory=list)
    parent: list[Segment] = field(default_factory=list)

    def beliefs(self) -> dict[str, list[Segment]]:
        return {what: list(getattr(self, what)) for what in ("name", "code", "standing", "parent")}


@dataclass
class Row:
    """A row of a list about a body that is known."""

    name: str
    prefix: str
    district: str
    status: str
    changed_on: date | None
    closed_on: date | None
    parent: int | None
    parent_since: date | None
    correct: bool

    def apply(self, body: Body, as_of: date) -> None:
        given, day = code(body.number, self.prefix), self.changed_on or as_of
        known_names, known_codes = {value for _, value in body.name}, {value for _, value in body.code}
        name, live = body.name[-1][1], body.code[-1][1]
        if self.name not in known_names and given != live:
            return  # another code and another name: whose row it is nobody can tell
        before = body.beliefs()
        recoded = given not in known_codes or (self.correct and given != live)
        older = self._named(body, name, day)
        if recoded:
            older |= self._follow(body, "code", given, day)
        older |= self._stands(body, as_of)
        if self.parent is not None and not (older and before == body.beliefs()):
            self._belongs(body, as_of)

    def _follow(self, body: Body, what: str, value: Any, day: date, own: date | None = None) -> bool:
        """Whether it was older than what is known."""
        belief: list[Segment] = getattr(body, what)
        after = (
            corrected(belief, value, own or self.changed_on)
            if self.correct
            else changed(belief, value, day, stated=bool(own or self.changed_on))
        )
        setattr(body, what, after)
        return after == belief

    def _named(self, body: Body, name: str, day: date) -> bool:
        return self.name != name and self._follow(body, "name", self.name, day)

    def _stands(self, body: Body, as_of: date) -> bool:
        start, (status, district) = body.standing[-1]
        value = (STATUSES[self.status] if self.status else status, self.district or district)
        own = (self.closed_on if self.status in CLOSED else None) or self.changed_on
        if self.correct:
            if value != (status, district) or (own and own != start):
                body.standing = corrected(body.standing, value, own)
            return False
        return value != (status, district) and self._follow(body, "standing", value, own or as_of, own)

    def _belongs(self, body: Body, as_of: date) -> None:
        if not body.parent:
            body.parent = first(self.parent, self.parent_since or date(2015, 1, 1))
        elif self.correct:
            if self.parent != body.parent[-1][1] or self.parent_since not in (None, body.parent[-1][0]):
                body.parent = corrected(body.parent, self.parent, self.parent_since)
        elif self.parent != body.parent[-1][1]:
            stated = self.parent_since or self.changed_on
            body.parent = changed(body.parent, self.parent, stated or as_of, stated=bool(stated))


ROWS = st.builds(
    Row,
    name=st.sampled_from(["临澜市甲有限公司", "临澜市乙有限公司", "临澜市丙有限公司"]),
    prefix=st.sampled_from(["91341400", "91330100"]),
    district=st.sampled_from(["", "341400", "341402", "341403"]),
    status=st.sampled_from(["", "存续", "吊销", "注销"]),
    changed_on=st.none() | DAY,
    closed_on=st.none() | DAY,
    parent=st.none() | st.sampled_from([8, 9]),
    parent_since=st.none() | DAY,
    correct=st.booleans(),
)
SINCE = date(2015, 1, 1)


class Life(RuleBasedStateMachine):
    """Two bodies and what lists say of them; a third and a fourth are parents."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.bodies = [Body(number) for number in (1, 2)]
        self.moments: list[tuple[datetime, list[dict[str, list[Segment]]]]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.folder.cleanup()

    def load(self, lines: list[list[object]], as_of: date, **options: bool) -> None:
        path = Path(self.folder.name) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *lines])
        register(path, by=SYSTEM, as_of=as_of, **options)
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            self.moments.append((cursor.fetchone()[0], [body.beliefs() for body in self.bodies]))

    @initialize(status=st.sampled_from(["存续", ""]))
    def begins(self, status: str) -> None:
        """Everybody is on the first list."""
        self.load([[code(n), f"临澜市{n}号上级有限公司", "", "存续", SINCE, "", "", "", ""] for n in (8, 9)], SINCE)
        for body in self.bodies:
            body.name = first("临澜市甲有限公司", SINCE)
            body.code = first(code(body.number), None)
            body.standing = first((STATUSES.get(status, ""), "341400"), SINCE)
        self.load([[code(body.number), "临澜市甲有限公司", "", status, SINCE, "", "", "", ""] for body in self.bodies], SINCE)

    @rule(rows=st.lists(st.tuples(st.sampled_from([0, 1]), ROWS), min_size=1, max_size=2, unique_by=lambda pair: pair[0]), as_of=DAY)
    def a_list_comes(self, rows: list[tuple[int, Row]], as_of: date) -> None:
        """With one or two of the bodies; loaded a second time it changes nothing."""
        lines = []
        for which, row in rows:
            body = self.bodies[which]
            row.apply(body, as_of)
            parent = f"{code(row.parent)}||{row.parent_since or ''}" if row.parent else ""
            days = [row.changed_on or "", row.closed_on or ""]
            flag = "是" if row.correct else ""
            lines.append([code(body.number, row.prefix), row.name, row.district, row.status, SINCE, *days, parent, flag])
        self.load(lines, as_of)

    @precondition(lambda self: bool(self.moments))
    @rule(day=DAY | st.none(), back=st.integers(0, 30))
    def anybody_asks(self, day: date | None, back: int) -> None:
        """For any day, at any moment from which something was known."""
        moment, beliefs = self.moments[-1 - back % len(self.moments)]
        day = day or date(2026, 1, 1)
        found = {body.number: Identifier.objects.filter(kind="uscc", value=code(body.number)).first() for body in self.bodies}
        ids = {number: one.organisation_id for number, one in found.items() if one}
        told = asking.states(ids.values(), on=day, known=moment)
        for body, belief in zip(self.bodies, beliefs, strict=True):
            if belief["name"]:
                state = told[ids[body.number]]
                said = {
                    "name": [one.value for one in state.names],
                    "code": [one.value for one in state.codes],
                    "standing": [(one.value, one.district) for one in state.registrations],
                    "parent": [one.other_code for one in state.relations],
                }
                wanted = {what: [on(segments, day)] * (on(segments, day) is not None) for what, segments in belief.items()}
                wanted["parent"] = [code(number) for number in wanted["parent"]]
                assert said == wanted, (day, moment, body.number)

    @invariant()
    def todays_copies_are_the_dated_rows(self) -> None:
        for body in self.bodies:
            if body.name:
                kept = Organisation.objects.get(uscc=body.code[-1][1])
                assert (kept.name, (kept.status, kept.district)) == (body.name[-1][1], body.standing[-1][1])


@pytest.mark.parametrize("lives", [12, pytest.param(150, marks=pytest.mark.nightly)])
def test_whatever_is_loaded_any_day_and_moment_equal_the_model(lives: int) -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=lives, stateful_step_count=12, deadline=None))


def test_a_list_loaded_twice_writes_nothing(tmp_path: Path) -> None:
    lines = [
        [code(1), "临澜市甲有限公司", "341402", "吊销", SINCE, "2019-01-01", "2020-01-01", f"{code(8)}||2017-01-01", ""],
        [code(8), "临澜市上级有限公司", "", "存续", SINCE, "", "", "", ""],
    ]
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *lines])
    register(path, by=SYSTEM)
    tables = (Organisation, Name, Identifier, Registration, Relation)
    before = [list(table.objects.order_by("id").values()) for table in tables]
    for options in ({}, {"as_of": date.today() - timedelta(days=9)}, {"correct": True}):  # noqa: DTZ011 - any day will do
        register(path, by=SYSTEM, **options)
        assert [list(table.objects.order_by("id").values()) for table in tables] == before
