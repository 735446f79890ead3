"""One application from its filing to its end, and every lock on the way, as verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.notices.models import Notice
from goodstanding.records import ending, undoing
from goodstanding.records.ending import Reason
from goodstanding.records.models import Ending, Record
from goodstanding.repairs import accepting, barring, cases, deciding, filing, inbox, keeping, looking, reminding, saying, unknown_deadlines
from goodstanding.repairs.filing import Application
from goodstanding.repairs.models import Bar, Reminder, Repair
from goodstanding.rules.refusals import Conflict, Forbidden, Missing, Refused
from tests.organisations.making import organisation
from tests.repairs.making import VERSION, Agent, StandingOf, accepted, agent, applied, paper, record, records

pytestmark = pytest.mark.django_db
LOCKED = (IntegrityError, InternalError, ProgrammingError)
Appoint = Callable[..., User]


@pytest.fixture
def penalised(tmp_path: Path, market: Department) -> Record:
    return record(tmp_path, market)


@pytest.fixture
def dana(penalised: Record) -> Agent:
    return agent(penalised.organisation)


def test_granted_it_has_ended_at_once_with_its_case_and_everybody_is_told(
    penalised: Record, dana: Agent, steward: User, standing_of: StandingOf
) -> None:
    repair = applied(penalised, dana, statement="已缴清罚款，电话13812345678")
    assert repair.number.startswith(f"XF{timezone.localdate().year}-")
    assert "13812345678" not in Repair.objects.get().statement
    assert repair.due_on == due("repair_accept", timezone.localdate())
    assert Notice.objects.filter(user=steward, key="repairs.told.filed").exists()
    accepting.accept(repair, by=standing_of(steward))
    assert (repair.state, repair.due_on) == ("accepted", due("repair_result", timezone.localdate()))
    assert Record.public.filter(pk=penalised.pk).exists()
    deciding.grant(repair, by=standing_of(steward))
    assert not Record.public.filter(pk=penalised.pk).exists()
    why = Ending.objects.get(record=penalised)
    assert (why.because, why.basis, why.case) == ("repaired", "ndrc-36", repair.pk)
    assert set(Notice.objects.filter(user=dana.user).values_list("key", flat=True)) == {"repairs.told.accepted", "repairs.told.granted"}
    said = [entry.event for entry in Entry.objects.filter(subject="repairs.repair", subject_id=str(repair.pk)).order_by("id")]
    assert said == ["repair:filed", "repair:accepted", "repair:granted"]


def test_what_is_missing_is_said_and_only_the_own_organisations_records_may_be_repaired(
    penalised: Record, dana: Agent, tmp_path: Path, market: Department
) -> None:
    whole = Application(statement="已缴清", commitment=VERSION, papers=(paper(dana.standing),))
    for changed, code in (
        ({"statement": " "}, "STATEMENT_MISSING"), ({"papers": ()}, "PROOF_MISSING"), ({"commitment": ""}, "COMMITMENT_MISSING"),
        ({"commitment": "2020-01"}, "COMMITMENT_MISSING"),
    ):  # fmt: skip
        said = Application(**{"statement": whole.statement, "commitment": whole.commitment, "papers": whole.papers, **changed})
        with pytest.raises(Refused) as refused:
            filing.file(penalised, dana.organisation, said, by=dana.standing)
        assert refused.value.code == code
    other = organisation(2, "临澜市乙有限公司")
    with pytest.raises(Forbidden):
        filing.file(penalised, other, whole, by=dana.standing)
    stranger = agent(other, name="erin")
    with pytest.raises(Missing):
        filing.file(penalised, other, Application(statement="x", commitment=VERSION, proof_held=True), by=stranger.standing)
    mine = Application(statement="x", commitment=VERSION, papers=(paper(stranger.standing),))
    with pytest.raises(Refused, match="PAPER_NOT_YOURS"):
        filing.file(penalised, dana.organisation, mine, by=dana.standing)
    assert not Repair.objects.exists()


def test_too_early_is_refused_with_the_day_and_a_reminder_comes_on_it_once(
    tmp_path: Path, market: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    young = record(tmp_path, market, months=1)
    dana = agent(young.organisation)
    with pytest.raises(Refused) as refused:
        applied(young, dana)
    assert refused.value.code == "REPAIR_EARLY"
    assert not Repair.objects.exists()
    first, again = (reminding.remind(young, dana.organisation, by=dana.standing) for _ in range(2))
    assert first.pk == again.pk
    assert first.on == looking.look(young).earliest
    assert reminding.tell_due() == 0
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kw: first.on)
    assert reminding.tell_due() == 1
    assert reminding.tell_due() == 0
    assert Notice.objects.get(user=dana.user).key == "repairs.told.reminder"


def test_nobody_is_reminded_who_no_longer_acts_for_the_organisation(
    tmp_path: Path, market: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    young = record(tmp_path, market, months=1)
    gone = agent(young.organisation, starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() + timedelta(days=3))
    day = reminding.remind(young, gone.organisation, by=gone.standing).on
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kw: day)
    assert reminding.tell_due() == 0
    assert not Notice.objects.exists()
    assert Reminder.objects.get().told_at


def test_a_record_has_one_open_application_in_the_database_too(penalised: Record, dana: Agent) -> None:
    repair = applied(penalised, dana)
    with pytest.raises(Conflict, match="REPAIR_IN_HAND"):
        applied(penalised, dana)
    copy = {field.name: getattr(repair, field.name) for field in Repair._meta.fields if field.name not in {"id", "number"}}
    with pytest.raises(IntegrityError), transaction.atomic():
        Repair.objects.create(**copy, number="XF2026-999999")
    filing.withdraw(repair, by=dana.standing)
    assert applied(penalised, dana).state == "filed"


def test_who_found_it_repairs_it_and_nobody_else(
    penalised: Record, dana: Agent, other_steward: User, official: User, auditor: User, appoint: Appoint, market: Department,
    standing_of: StandingOf,
) -> None:  # fmt: skip
    repair = applied(penalised, dana)
    for user in (other_steward, official, auditor):
        with pytest.raises(Forbidden):
            accepting.accept(repair, by=standing_of(user))
    with pytest.raises(Forbidden):
        accepting.accept(repair, by=dana.standing)
    accepting.accept(repair, by=standing_of(appoint("head", market)))
    assert repair.state == "accepted"


def test_reasons_are_asked_for_and_remedies_are_told(penalised: Record, dana: Agent, steward: User, standing_of: StandingOf) -> None:
    alice, repair = standing_of(steward), applied(penalised, dana)
    with pytest.raises(Refused, match="REASON_MISSING"):
        accepting.refuse(repair, because=" ", by=alice)
    accepting.refuse(repair, because="缺少缴款凭证，请补充", by=alice)
    assert (repair.state, repair.words) == ("refused", "缺少缴款凭证，请补充")
    second = accepted(penalised, dana, alice)
    with pytest.raises(Conflict):
        accepting.refuse(second, because="x", by=alice)
    deciding.decline(second, because="整改未完成", by=alice)
    assert Record.public.filter(pk=penalised.pk).exists()
    assert "60 日" in saying.remedies().zh
    for over in (repair, second):
        with pytest.raises(Conflict):
            filing.withdraw(over, by=dana.standing)


def test_the_clerk_who_wrote_it_down_at_the_window_does_not_decide(
    penalised: Record, dana: Agent, clerk: User, appoint: Appoint, standing_of: StandingOf
) -> None:
    from goodstanding.papers.uploading import Upload  # noqa: PLC0415
    from goodstanding.representing.window import take_consent  # noqa: PLC0415
    from tests.papers.files import png  # noqa: PLC0415

    bob = standing_of(clerk)
    said = Application(statement="已缴清", commitment=VERSION, papers=(paper(bob),))
    with pytest.raises(Refused, match="CONSENT_MISSING"):
        filing.file(penalised, dana.organisation, said, by=bob)
    slip = take_consent(dana.organisation, Upload("consent", "同意书.png", png()), purpose="repair", by=bob)
    repair = filing.file(
        penalised, dana.organisation, Application(statement="已缴清", commitment=VERSION, papers=said.papers, consent=slip), by=bob
    )
    assert repair.channel == "window"
    with pytest.raises(Refused, match="REPAIR_OWN"):
        accepting.accept(repair, by=bob)
    accepting.accept(repair, by=standing_of(appoint("clerk")))
    with pytest.raises(Refused, match="REPAIR_OWN"):
        deciding.grant(repair, by=bob)


def test_extended_once_before_its_day_by_the_head(
    penalised: Record, dana: Agent, steward: User, appoint: Appoint, market: Department, standing_of: StandingOf
) -> None:
    head = standing_of(appoint("head", market))
    repair = accepted(penalised, dana, standing_of(steward))
    before = repair.due_on
    assert before is not None
    with pytest.raises(Forbidden):
        deciding.extend(repair, because="情况复杂", by=standing_of(steward))
    deciding.extend(repair, because="情况复杂", by=head)
    assert repair.due_on == due("repair_extension", before)
    with pytest.raises(Refused, match="EXTENDED_ALREADY"):
        deciding.extend(repair, because="仍然复杂", by=head)
    with pytest.raises(LOCKED), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(extended_at=timezone.now())


def test_what_is_late_cannot_be_extended(penalised: Record, dana: Agent, steward: User, appoint: Appoint, standing_of: StandingOf) -> None:
    repair = accepted(penalised, dana, standing_of(steward))
    Repair.objects.filter(pk=repair.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert saying.is_late(Repair.objects.get())
    with pytest.raises(Refused, match="EXTENDED_TOO_LATE"):
        deciding.extend(repair, because="情况复杂", by=standing_of(appoint("director")))


def test_false_papers_bar_the_organisation_and_what_was_repaired_stays_ended(
    penalised: Record, dana: Agent, tmp_path: Path, market: Department, steward: User, standing_of: StandingOf
) -> None:
    alice = standing_of(steward)
    repair = accepted(penalised, dana, alice)
    deciding.grant(repair, by=alice)
    other = record(tmp_path, market)
    made = barring.bar(repair, because="缴款凭证系伪造，经银行核实", by=alice)
    assert (made.since, made.until.year - made.since.year) == (timezone.localdate(), 3)
    assert repair.state == "barred"
    assert not Record.public.filter(pk=penalised.pk).exists()
    with pytest.raises(Refused) as refused:
        applied(other, dana)
    assert refused.value.code == "REPAIR_BARRED"
    said = Notice.objects.get(user=dana.user, key="repairs.told.barred")
    assert str(made.until.year) in said.zh
    assert looking.bar_of(other.organisation_id) == made
    with pytest.raises(LOCKED), transaction.atomic():
        Bar.objects.update(until=timezone.localdate() + timedelta(days=1))
    with pytest.raises(LOCKED), transaction.atomic():  # past our own code
        Repair.objects.create(
            number="XF2026-888888", record=other, organisation=dana.organisation, department=market, regime="ndrc-36", channel="web",
            commitment=VERSION, statement="x", filed_by="x",
        )  # fmt: skip


def test_a_bar_that_was_wrong_is_lifted_by_the_head_and_stays_on_paper(
    penalised: Record, dana: Agent, tmp_path: Path, market: Department, steward: User, appoint: Appoint, standing_of: StandingOf
) -> None:
    alice, head = standing_of(steward), standing_of(appoint("head", market))
    repair = accepted(penalised, dana, alice)
    barring.bar(repair, because="凭证存疑", by=alice)
    with pytest.raises(Forbidden):
        barring.lift(repair, because="复议撤销", by=alice)
    barring.lift(repair, because="复议撤销", by=head)
    assert looking.bar_of(penalised.organisation_id) is None
    assert Bar.objects.get().lifted_because == "复议撤销"
    assert Notice.objects.filter(user=dana.user, key="repairs.told.bar_lifted").exists()
    assert applied(penalised, dana).state == "filed"
    with pytest.raises(Conflict):
        barring.lift(repair, because="再次", by=head)
    with pytest.raises(LOCKED), transaction.atomic():
        Bar.objects.update(lifted_on=None)


def test_a_grant_whose_record_has_not_ended_is_refused_by_the_database(
    penalised: Record, dana: Agent, steward: User, standing_of: StandingOf
) -> None:
    repair = accepted(penalised, dana, standing_of(steward))
    with pytest.raises(LOCKED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE repairs_repair SET state = 'granted', decided_at = now(), decided_by = 'x' WHERE id = %s", [repair.pk])
    assert Repair.objects.get().state == "accepted"


def test_a_record_that_ends_otherwise_closes_its_application_and_says_why(
    penalised: Record, dana: Agent, steward: User, standing_of: StandingOf
) -> None:
    repair = accepted(penalised, dana, standing_of(steward))
    ending.end([penalised.pk], reason=Reason(because="annulled", basis="penalty-law:48", words="复议撤销"), by=SYSTEM)
    with pytest.raises(Conflict):
        deciding.grant(repair, by=standing_of(steward))
    repair.refresh_from_db()
    assert repair.state == "closed"
    assert "复议撤销" in repair.words
    assert Notice.objects.filter(user=dana.user, key="repairs.told.closed").exists()
    with pytest.raises(Refused, match="REPAIR_ENDED"):
        applied(Record.everything.get(pk=penalised.pk), dana)


def test_a_record_that_was_another_organisations_closes_its_application_too(
    penalised: Record, dana: Agent, steward: User, clerk: User, standing_of: StandingOf
) -> None:
    repair = accepted(penalised, dana, standing_of(steward))
    undoing.take_off(penalised, by=standing_of(clerk), because="处罚的是另一主体")
    repair.refresh_from_db()
    assert repair.state == "closed"
    assert "经核实不属于该主体" in repair.words
    assert Notice.objects.filter(user=dana.user, key="repairs.told.closed").exists()


def test_many_are_accepted_each_for_itself(tmp_path: Path, market: Department, steward: User, standing_of: StandingOf) -> None:
    found = records(tmp_path, market, 3)
    dana = agent(found[0].organisation)
    repairs = [applied(one, dana, papers=n < 2) for n, one in enumerate(found)]
    filing.withdraw(repairs[1], by=dana.standing)
    done = accepting.accept_many(repairs, by=standing_of(steward))
    assert [one.pk for one in done.accepted] == [repairs[0].pk]
    assert {one.code for _, one in done.left} == {"STATE_CHANGED", "REPAIR_INCOMPLETE"}


@pytest.mark.parametrize(("filed", "expected"), [(date(2026, 2, 13), date(2026, 2, 25)), (date(2026, 2, 14), date(2026, 2, 26))])
def test_the_last_days_before_the_spring_festival(
    penalised: Record, dana: Agent, monkeypatch: pytest.MonkeyPatch, filed: date, expected: date
) -> None:
    monkeypatch.setattr(filing, "due", lambda term, _start: due(term, filed))
    assert applied(penalised, dana).due_on == expected


def test_a_record_of_order_58_has_its_own_clock(tmp_path: Path, market: Department, steward: User, standing_of: StandingOf) -> None:
    older = record(tmp_path, market, CF_JDRQ="2026-03-16")
    repair = accepted(older, agent(older.organisation), standing_of(steward))
    assert repair.regime == "ndrc-58"
    assert repair.due_on == due("repair_58_result", timezone.localdate())
    deciding.grant(repair, by=standing_of(steward))
    assert Ending.objects.get().basis == "ndrc-58"


def test_an_unknown_year_is_unknown_until_it_is_set(
    penalised: Record, dana: Agent, steward: User, standing_of: StandingOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "due", lambda _term, _start: None)
    repair = applied(penalised, dana)
    assert repair.due_on is None
    assert "待定" in saying.due_text(repair).zh
    (task,) = inbox.waiting(standing_of(steward))
    assert (task.due_on, task.known) == (None, False)
    assert not saying.is_late(repair)
    assert unknown_deadlines.recompute() == 1
    assert Repair.objects.get().due_on == due("repair_accept", timezone.localdate())
    assert unknown_deadlines.recompute() == 0


def test_what_waits_is_the_deciding_departments_and_the_organisations_page_lists_it(
    penalised: Record, dana: Agent, steward: User, other_steward: User, clerk: User, standing_of: StandingOf
) -> None:
    repair = applied(penalised, dana)
    assert [one.subject_id for one in inbox.waiting(standing_of(steward))] == [str(repair.pk)]
    assert list(inbox.waiting(standing_of(other_steward))) == []
    assert list(inbox.waiting(standing_of(clerk))) == []
    assert len(list(inbox.waiting(SYSTEM))) == 1
    (case,) = cases.of(penalised.organisation_id)
    assert (case.number, case.open, case.due_on) == (repair.number, True, repair.due_on)


def test_papers_of_a_form_nobody_sent_are_destroyed_after_a_day_and_others_are_not(penalised: Record, dana: Agent) -> None:
    repair, left = applied(penalised, dana), paper(dana.standing)
    assert keeping.tidy() == 0
    with connection.cursor() as cursor, _unlocked():
        cursor.execute("UPDATE papers_paper SET at = at - interval '2 days'")
    assert keeping.tidy() == 1
    left.refresh_from_db()
    assert not left.is_there
    assert repair.evidence.get().paper.is_there


def _unlocked() -> Any:
    import pgtrigger  # noqa: PLC0415

    return pgtrigger.ignore("papers.Paper:papers_are_fixed", "papers.Paper:papers_are_only_destroyed")
