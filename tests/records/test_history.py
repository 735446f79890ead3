"""Whatever is handed in and ended, in whatever order: the records say what a simple model says."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.records.ending import Reason, end
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Records, Revision
from tests.organisations.making import code, organisation
from tests.records.handing_in import hand_in, penalty

PARTIES = {1: "临澜市甲有限公司", 2: "临澜市乙有限公司"}
DECISION = st.tuples(st.sampled_from([1, 2]), st.sampled_from(["1号", "2号"]))
STEP = st.tuples(DECISION, st.sampled_from(["罚款1000元", "罚款2000元", "罚款3000元", None]))
"""A decision of a party, and what it says; None: the record ends."""


class TestHistory(TestCase):  # type: ignore[misc]
    """One row at a time."""

    def setUp(self) -> None:
        """Two organisations, one department."""
        self.department = Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局")
        for number, name in PARTIES.items():
            organisation(number, name)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(STEP, max_size=10))
    def test_records_and_revisions_are_the_models(self, steps: list[tuple[tuple[int, str], str | None]]) -> None:
        said: dict[tuple[int, str], list[str]] = {}
        ended: set[tuple[int, str]] = set()
        for decision, content in steps:
            if content is None:
                if decision in said and decision not in ended:
                    end(
                        self.record(decision).filter(ended_on=None).values_list("pk", flat=True),
                        reason=Reason(because="repaired", basis="ndrc-36"),
                        by=SYSTEM,
                    )
                    ended.add(decision)
                continue
            expected = self.expected(said.get(decision), content, decision in ended)
            assert self.entered(decision, content) == {expected: 1}
            if expected in {"new", "changed"}:
                said.setdefault(decision, []).append(content)
        for decision, contents in said.items():
            record = self.record(decision).get()
            assert [one.data["CF_NR"] for one in record.revisions.order_by("number")] == contents
            assert record.revision == len(contents)
            assert record.is_shown() == (decision not in ended) == Record.public.filter(pk=record.pk).exists()
        assert Record.everything.count() == len(said)
        assert Revision.objects.count() == sum(map(len, said.values()))

    @staticmethod
    def expected(before: list[str] | None, content: str, ended: bool) -> str:
        if before is None:
            return "new"
        if ended:
            return "ended"
        return "unchanged" if before[-1] == content else "changed"

    @staticmethod
    def record(decision: tuple[int, str]) -> Records:
        return Record.everything.filter(organisation__uscc=code(decision[0]), decision_no=decision[1])

    def entered(self, decision: tuple[int, str], content: str) -> dict[str, int]:
        party, number = decision
        with tempfile.TemporaryDirectory() as folder:
            handed = hand_in(Path(folder), self.department, [penalty(party, PARTIES[party], CF_WSH=number, CF_NR=content)])
            return {status: n for status, n in enter(handed.folder, handed, by=SYSTEM).items() if n}
