"""In whatever order things are done: one open issue for a finding, closed ones have a time, a mark stands while its issue is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from goodstanding.departments.models import Department
from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import SYSTEM, Standing
from goodstanding.organisations import excepting
from goodstanding.organisations.issues import assigning, closing, finding
from goodstanding.organisations.issues.answering import DELETED, KEPT, NEW, Answer, answer
from goodstanding.organisations.models import CodeException, CodeIssue, Identifier, Organisation
from goodstanding.rules.procedure import CODE_ISSUE, ends
from goodstanding.rules.refusals import Refused
from tests.organisations.making import code, organisation, orgcode

pytestmark = pytest.mark.django_db
CLERK = Standing(label="Bob", role="clerk", user_id=1)
BODIES = (1, 2, 3)


def wrong(number: int) -> str:
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


class Procedure(RuleBasedStateMachine):
    """Three bodies: one under a wrong code, two of which share an organisation code."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.department = Department.objects.create(code="11341400MB1F45626D", name="临澜市市场监督管理局")
        bodies = [organisation(number, f"临澜市第{number}号有限公司") for number in BODIES]
        Identifier.objects.filter(organisation=bodies[0]).update(value=wrong(1))
        Organisation.objects.filter(pk=bodies[0].pk).update(uscc=wrong(1))
        Identifier.objects.create(organisation=bodies[2], kind="orgcode", value=orgcode(2), source="test")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def issue(self, data: Any, state: str) -> CodeIssue | None:
        known = list(CodeIssue.objects.filter(state=state).order_by("pk"))
        return data.draw(st.sampled_from(known)) if known else None

    @rule()
    def find(self) -> None:
        finding.in_the_register(by=SYSTEM)

    @rule(data=st.data(), said=st.sampled_from([Answer(NEW, code(8)), Answer(NEW, code(9)), Answer(DELETED), Answer(KEPT, words="无误")]))
    def answers(self, data: Any, said: Answer) -> None:
        found = self.issue(data, "open")
        if found is not None:
            self.may_refuse(answer, found, said)

    @rule(data=st.data(), exception=st.booleans())
    def decides(self, data: Any, exception: bool) -> None:
        found = self.issue(data, "answered")
        if found is None:
            return
        if found.operation == KEPT:
            self.may_refuse(closing.keep, found, because="核实", as_exception=exception and closing.exceptable(found))
        else:
            self.may_refuse(closing.accept, found)

    @rule(data=st.data())
    def returns(self, data: Any) -> None:
        found = self.issue(data, "answered")
        if found is not None:
            closing.give_back(found, because="重新核实", by=CLERK)

    @rule(data=st.data())
    def dismisses(self, data: Any) -> None:
        found = self.issue(data, "open")
        if found is not None:
            closing.dismiss(found, because="不成立", by=CLERK)

    @rule(data=st.data())
    def assigns(self, data: Any) -> None:
        found = self.issue(data, "open")
        if found is not None:
            assigning.assign(found, self.department, by=CLERK)

    @rule()
    @precondition(lambda _: CodeException.objects.filter(ended_at__isnull=True).exists())
    def ends_exception(self) -> None:
        excepting.end(CodeException.objects.get(ended_at__isnull=True), because="依据有误", by=CLERK)

    def may_refuse(self, deed: Any, *args: Any, **kwargs: Any) -> None:
        """A refusal leaves everything as it was."""
        before = self.everything()
        try:
            with transaction.atomic():
                deed(*args, **kwargs, by=CLERK)
        except Refused:
            assert self.everything() == before

    def everything(self) -> list[Any]:
        models = (CodeIssue, Identifier, Organisation, Entry)
        return [list(model._default_manager.order_by("pk").values_list()) for model in models]

    @invariant()
    def one_open_issue_for_a_finding(self) -> None:
        findings = CodeIssue.objects.filter(closed_at__isnull=True).values_list("kind", "code", "organisation", "other")
        assert len(findings) == len(set(findings))

    @invariant()
    def closed_issues_have_a_time_and_an_entry(self) -> None:
        over = ends("code_issue")
        for one in CodeIssue.objects.all():
            assert (one.state in over) == (one.closed_at is not None)
            entries = list(Entry.objects.filter(subject="organisations.codeissue", subject_id=str(one.pk)).order_by("id"))
            steps = [(entry.data["from"], entry.data["action"], entry.data["to"]) for entry in entries]
            assert all(CODE_ISSUE[was, action].to == to for was, action, to in steps)
            assert [to for _, _, to in steps[:-1]] == [was for was, _, _ in steps[1:]]
            assert steps[-1][2] == one.state

    @invariant()
    def a_mark_stands_exactly_while_its_issue_is_open(self) -> None:
        doubted = {
            (one.code, one.organisation_id)
            for one in CodeIssue.objects.filter(closed_at__isnull=True, organisation__isnull=False)
            if one.kind == "wrong" or (one.kind == "shared" and one.other_id and one.evidence.get("claimed"))
        }
        live = Identifier.objects.filter(known_until__isnull=True, valid_until__isnull=True)
        assert {(one.value, one.organisation_id) for one in live if one.issue} == doubted & {
            (one.value, one.organisation_id) for one in live
        }

    @invariant()
    def a_bodys_present_code_is_its_code_in_force(self) -> None:
        for body in Organisation.objects.all():
            live = Identifier.objects.filter(organisation=body, kind="uscc", known_until__isnull=True, valid_until__isnull=True)
            assert {body.uscc} - {None} == set(live.values_list("value", flat=True))


def test_the_procedure_holds_in_any_order() -> None:
    run_state_machine_as_test(
        Procedure,
        settings=settings(max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)),
    )
