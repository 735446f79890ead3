"""Taking down: at once, for good, with its reason; one record, many, a whole regime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.notices.models import Notice
from goodstanding.records.models import Ending, Record
from goodstanding.rules.refusals import Conflict, Forbidden, Refused, Unusable
from goodstanding.withdrawals import bases, commands, figures, finding, inbox, regime, unknown_deadlines, withdrawing
from goodstanding.withdrawals.models import RegimeEnding, Withdrawal
from goodstanding.withdrawals.withdrawing import Said
from tests.repairs.making import Agent, StandingOf, accepted, agent, record, records

pytestmark = pytest.mark.django_db
LOCKED = (IntegrityError, InternalError, ProgrammingError)
Appoint = Callable[..., User]


def said(because: str = "annulled", **changed: object) -> Said:
    known = {"document": "临府复决〔2026〕8号", "effective_on": timezone.localdate(), "words": "复议机关认定事实不清", "successor_no": ""}
    return Said(because=because, **{**known, **changed})  # type: ignore[arg-type]


@pytest.fixture
def shown(tmp_path: Path, market: Department) -> Record:
    return record(tmp_path, market)


@pytest.fixture
def dana(shown: Record) -> Agent:
    return agent(shown.organisation)


def test_it_is_gone_at_once_and_its_reason_stays(shown: Record, dana: Agent, steward: User, standing_of: StandingOf) -> None:
    made = withdrawing.withdraw([shown.pk], said(words="事实不清，联系13812345678"), by=standing_of(steward))
    assert not Record.public.filter(pk=shown.pk).exists()
    why = Ending.objects.get(record=shown)
    assert (why.because, why.basis, why.case, why.document) == ("annulled", "penalty-law:48", made.pk, "临府复决〔2026〕8号")
    assert "13812345678" not in why.words + Withdrawal.objects.get().words
    assert made.due_on == due("withdraw", timezone.localdate())
    assert made.timing == "on_time"
    assert Notice.objects.get(user=dana.user).key == "withdrawals.told.ended"
    assert Entry.objects.filter(event="withdrawal:made").count() == 1


def test_what_cannot_be_is_refused_with_what_to_do(shown: Record, steward: User, clerk: User, standing_of: StandingOf) -> None:
    alice, today = standing_of(steward), timezone.localdate()
    for wrong, code in (
        (said("regime"), "KIND_UNKNOWN"), (said(document=" "), "DOCUMENT_MISSING"), (said(words=""), "WORDS_MISSING"),
        (said(effective_on=today + timedelta(days=1)), "EFFECTIVE_IN_FUTURE"), (said("varied"), "SUCCESSOR_MISSING"),
        (said(effective_on=shown.decided_on - timedelta(days=1)), "EFFECTIVE_TOO_EARLY"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            withdrawing.withdraw([shown.pk], wrong, by=alice)
        assert refused.value.code == code
    with pytest.raises(Refused, match="PAPER_MISSING"):
        withdrawing.withdraw([shown.pk], said(), by=standing_of(clerk))
    with pytest.raises(Refused, match="RECORDS_MISSING"):
        withdrawing.withdraw([], said(), by=alice)
    assert Record.public.filter(pk=shown.pk).exists()


def test_only_the_department_that_handed_it_in(
    shown: Record, dana: Agent, other_steward: User, official: User, auditor: User, appoint: Appoint, market: Department,
    standing_of: StandingOf,
) -> None:  # fmt: skip
    for by in (standing_of(other_steward), standing_of(official), standing_of(auditor), dana.standing):
        with pytest.raises(Forbidden):
            withdrawing.withdraw([shown.pk], said(), by=by)
    withdrawing.withdraw([shown.pk], said(), by=standing_of(appoint("head", market)))
    assert not Record.public.exists()


def test_of_two_the_slower_is_told_and_what_ended_stays_ended(
    shown: Record, steward: User, appoint: Appoint, standing_of: StandingOf
) -> None:
    withdrawing.withdraw([shown.pk], said(), by=standing_of(steward))
    with pytest.raises(Conflict, match="ENDED_ALREADY"):
        withdrawing.withdraw([shown.pk], said("void"), by=standing_of(steward))
    assert Withdrawal.objects.count() == 1
    assert Ending.objects.get().because == "annulled"
    for changed in ({"words": "另一理由"}, {"effective_on": date(2026, 1, 1)}, {"due_on": None}):
        with pytest.raises(LOCKED), transaction.atomic():
            Withdrawal.objects.update(**changed)


def test_long_ago_is_late_and_counted_by_department_and_each_number_has_its_rows(
    tmp_path: Path, market: Department, steward: User, other_steward: User, clerk: User, standing_of: StandingOf
) -> None:
    first, second, third = records(tmp_path, market, 3)
    alice = standing_of(steward)
    withdrawing.withdraw([first.pk], said(), by=alice)
    late = withdrawing.withdraw([second.pk], said(effective_on=timezone.localdate() - timedelta(days=40)), by=alice)
    assert late.timing == "late"
    unknown = withdrawing.withdraw([third.pk], said(), by=alice)
    other = Withdrawal.objects.filter(pk=unknown.pk)
    line = figures.lines(standing_of(clerk), timezone.localdate().year)[0]
    assert (line.department, line.counts, line.records) == (market, {"on_time": 2, "late": 1, "unknown": 0}, 3)
    assert [one.pk for one in finding.seen_by(standing_of(clerk)).timing("late")] == [late.pk]
    assert figures.lines(standing_of(other_steward), timezone.localdate().year) == []
    assert other.get().timing == "on_time"


def test_an_unknown_year_is_unknown_until_it_is_set(
    shown: Record, steward: User, standing_of: StandingOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawing, "due", lambda _term, _start: None)
    made = withdrawing.withdraw([shown.pk], said(), by=standing_of(steward))
    assert made.timing == "unknown"
    assert Withdrawal.objects.all().timing("unknown").get() == made
    assert unknown_deadlines.recompute() == 1
    assert Withdrawal.objects.get().timing == "on_time"


def test_the_day_before_the_spring_festival() -> None:
    assert due(withdrawing.TERM, date(2026, 2, 13)) == date(2026, 2, 25)


def test_one_annulment_over_many_in_a_set_each_organisation_told_once(
    tmp_path: Path, market: Department, steward: User, standing_of: StandingOf
) -> None:
    found = records(tmp_path, market, 5)
    dana = agent(found[0].organisation)
    made = withdrawing.withdraw([one.pk for one in found[:4]], said("void"), by=standing_of(steward))
    assert made.records == 4
    assert {one.pk for one in Record.public.all()} == {found[4].pk}
    assert "4 条" in Notice.objects.get(user=dana.user).zh
    again = withdrawing.withdraw([one.pk for one in found], said("void"), by=standing_of(steward))
    assert again.records == 1


def test_a_list_of_numbers_shows_what_it_comes_to_before_anything_ends(
    tmp_path: Path, market: Department, environment: Department, steward: User, standing_of: StandingOf
) -> None:
    first, second = records(tmp_path, market, 2)
    withdrawing.withdraw([second.pk], said(), by=standing_of(steward))
    listed = f"决定文书号\r\n{first.decision_no}\r\n{second.decision_no}\r\n不存在1号\r\n".encode("gb18030")
    looked = finding.look_up(finding.read_numbers(listed), market)
    assert [one.pk for one in looked.records] == [first.pk]
    assert [one.pk for one in looked.ended] == [second.pk]
    assert looked.unknown == ["决定文书号", "不存在1号"]
    assert finding.look_up([first.decision_no], environment).records == []
    with pytest.raises(Refused, match="RECORDS_MISSING"):
        finding.look_up([str(n) for n in range(withdrawing.MOST + 1)], market)
    with pytest.raises(Unusable):
        finding.read_numbers(b"\xff\xff\x80\x00\xfe")


def test_several_departments_at_once_are_refused(
    tmp_path: Path, market: Department, environment: Department, clerk: User, standing_of: StandingOf
) -> None:
    mine, theirs = record(tmp_path, market), record(tmp_path, environment)
    with pytest.raises(Refused, match="SEVERAL_DEPARTMENTS"):
        withdrawing.withdraw([mine.pk, theirs.pk], said(), by=standing_of(clerk))


def test_a_varied_decision_asks_for_the_new_one_and_links_it(
    shown: Record, tmp_path: Path, market: Department, steward: User, other_steward: User, standing_of: StandingOf
) -> None:
    alice = standing_of(steward)
    made = withdrawing.withdraw([shown.pk], said("varied", successor_no="临市监罚更〔2026〕1号"), by=alice)
    (task,) = inbox.waiting(alice)
    assert (task.subject_id, task.due_on) == (str(made.pk), due("disclose", timezone.localdate()))
    assert list(inbox.waiting(standing_of(other_steward))) == []
    assert not finding.successors(made).exists()
    new = record(tmp_path, market)
    renumbered = finding.successors(Withdrawal(pk=made.pk, department_id=market.pk, successor_no=new.decision_no))
    assert list(renumbered) == [new]


def test_an_open_repair_is_closed_by_it(shown: Record, dana: Agent, steward: User, standing_of: StandingOf) -> None:
    repair = accepted(shown, dana, standing_of(steward))
    withdrawing.withdraw([shown.pk], said(), by=standing_of(steward))
    repair.refresh_from_db()
    assert repair.state == "closed"
    assert "事实不清" in repair.words


def test_each_kind_rests_on_its_own_law() -> None:
    assert bases.basis("penalty", "void") == "penalty-law:48"
    assert bases.basis("permit", "varied") == "licensing-law:8"
    assert bases.basis("permit", "annulled") == "licensing-law:69"


def test_a_regime_ends_in_bounded_sets_and_goes_on_where_it_was_killed(
    tmp_path: Path, market: Department, administrator: User, appoint: Appoint, standing_of: StandingOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = records(tmp_path, market, 7)
    dana = agent(found[0].organisation)
    ada, director = standing_of(administrator), standing_of(appoint("director"))
    made = regime.propose("ndrc-36", "ordinary", basis="ndrc-36", words="公示制度调整", by=ada)
    assert regime.count(made) == 7
    assert regime.run(made) == 0  # nobody has confirmed
    calls = {"n": 0}
    whole = regime.ending.end

    def dies(*args: object, **kwargs: object) -> object:
        calls["n"] += 1
        if calls["n"] == 3:
            raise KeyboardInterrupt
        return whole(*args, **kwargs)  # type: ignore[arg-type]

    regime.confirm(made, by=director)
    monkeypatch.setattr(regime.ending, "end", dies)
    with pytest.raises(KeyboardInterrupt):
        regime.run(made, chunk=2)
    assert Record.public.count() == 3  # two chunks stand, the third is undone whole
    monkeypatch.setattr(regime.ending, "end", whole)
    assert regime.run_all() == 3
    made.refresh_from_db()
    assert (made.state, made.ended) == ("finished", 7)
    assert not Record.public.exists()
    assert set(Ending.objects.values_list("because", "words", "case")) == {("regime", "公示制度调整", made.pk)}
    assert "7 条" in Notice.objects.get(user=dana.user, key="withdrawals.told.regime").zh
    assert regime.run_all() == 0


def test_a_regimes_end_takes_two_people(
    tmp_path: Path, market: Department, appoint: Appoint, administrator: User, steward: User, standing_of: StandingOf
) -> None:
    records(tmp_path, market, 1)
    director, ada = standing_of(appoint("director")), standing_of(administrator)
    made = regime.propose("ndrc-36", "", basis="ndrc-36", words="调整", by=director)
    with pytest.raises(Refused, match="TWO_PEOPLE"):
        regime.confirm(made, by=director)
    with pytest.raises(Forbidden):
        regime.confirm(made, by=ada)  # an administrator proposes, the head of the centre confirms
    with pytest.raises(Forbidden):
        regime.propose("ndrc-58", "", basis="ndrc-58", words="调整", by=standing_of(steward))
    with pytest.raises(Conflict, match="REGIME_UNDER_WAY"):
        regime.propose("ndrc-36", "", basis="ndrc-36", words="再次", by=ada)
    with pytest.raises(LOCKED), transaction.atomic():
        RegimeEnding.objects.update(state="confirmed", decided_by="x", decided_at=timezone.now(), decided_user=made.proposed_user)
    with pytest.raises(Refused, match="REASON_MISSING"):
        regime.decline(made, because=" ", by=ada)
    regime.decline(made, because="尚未施行", by=ada)
    assert (made.state, regime.run_all(), Record.public.count()) == ("declined", 0, 1)
    for wrong, code in ((("nothing", "", "ndrc-36"), "REGIME_UNKNOWN"), (("ndrc-36", "x", "ndrc-36"), "REGIME_UNKNOWN"),
                        (("ndrc-36", "", "moon:1"), "BASIS_UNKNOWN")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            regime.propose(wrong[0], wrong[1], basis=wrong[2], words="x", by=ada)
        assert refused.value.code == code


def test_the_command_asks_first_and_does_it(tmp_path: Path, market: Department) -> None:
    records(tmp_path, market, 2)
    run = ["--regime", "ndrc-36", "--basis", "ndrc-36", "--because", "公示制度调整"]
    refused = CliRunner().invoke(commands.regime_end, run, input="n\n")
    assert "2" in refused.output
    assert Record.public.count() == 2
    done = CliRunner().invoke(commands.regime_end, [*run, "--yes"])
    assert done.exit_code == 0, done.output
    assert "已停止公示 2 条" in done.output
    assert not Record.public.exists()
    assert RegimeEnding.objects.filter(state="finished").count() == 1
    assert SYSTEM.role == "system"
