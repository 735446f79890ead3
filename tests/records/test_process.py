"""Marked, suspended, ended, corrected: what anybody sees changes in that moment, what was stays on paper."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.organisations import sealing
from goodstanding.records import marking, proceeding, resting
from goodstanding.records.correcting import Cause, correct
from goodstanding.records.ending import Reason, end
from goodstanding.records.entering import enter
from goodstanding.records.models import Correction, Ending, Mark, Record, Revision, Suspension
from goodstanding.records.proceeding import Outcome, Stated
from goodstanding.records.suspending import resume, suspend
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.terms import months_after
from tests.organisations.making import organisation
from tests.records.handing_in import DECIDED, hand_in, penalty

pytestmark = pytest.mark.django_db
CASE = uuid4()
WHY = Reason(because="annulled", basis="penalty-law:48", words="复议决定撤销", document="临政复决〔2026〕1号", case=CASE)
CAUSE = Cause(case=CASE, number="YY2026-1", words="罚款金额录入有误")


@pytest.fixture
def record(tmp_path: Path, market: Department) -> Record:
    organisation(1, "临澜市甲有限公司")
    entered(tmp_path, market)
    return Record.everything.get()


def entered(folder: Path, department: Department, **changed: str | None) -> dict[str, int]:
    handed = hand_in(folder, department, [penalty(**changed)])
    return {status: n for status, n in enter(handed.folder, handed, by=SYSTEM).items() if n}


def shows(on: date | None = None) -> bool:
    """The query's answer; the property has to agree."""
    (found,) = Record.everything.all()
    answer = Record.everything.shown(on).exists()
    assert found.is_shown(on) == answer
    return answer


def events(record: Record) -> list[str]:
    return list(Entry.objects.filter(subject="records.record", subject_id=str(record.pk)).order_by("id").values_list("event", flat=True))


def refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# ---------------------------------------------------------------- marks
def test_a_marked_record_goes_on_showing_with_the_organisations_own_words(record: Record) -> None:
    (mark,) = marking.mark({record.pk: ["CF_NR_FK"]}, kind="objection", case=CASE, number="YY2026-1", words=" 金额不符 ", by=SYSTEM)
    assert shows()
    assert marking.standing([record.pk]) == {record.pk: [mark]}
    assert (mark.words, mark.fields) == ("金额不符", ["CF_NR_FK"])
    assert events(record)[-1] == "record:marked"


def test_marking_twice_is_marking_once(record: Record) -> None:
    for made in (1, 0):
        assert len(marking.mark({record.pk: []}, kind="objection", case=CASE, number="YY2026-1", words="", by=SYSTEM)) == made
    assert events(record).count("record:marked") == 1


def test_a_lifted_mark_is_gone_and_cannot_come_back(record: Record) -> None:
    marking.mark({record.pk: []}, kind="review", case=CASE, number="YY2026-1", words="", by=SYSTEM)
    assert marking.unmark(case=CASE, by=SYSTEM) == 1
    assert marking.standing([record.pk]) == {}
    assert marking.unmark(case=CASE, by=SYSTEM) == 0
    refused("UPDATE records_mark SET lifted_at = NULL")
    refused("DELETE FROM records_mark")


def test_a_persons_number_in_the_words_is_not_kept(record: Record) -> None:
    marking.mark({record.pk: []}, kind="objection", case=CASE, number="YY2026-1", words="本人11010519491231002X不服", by=SYSTEM)
    assert "11010519491231002X" not in Mark.objects.get().words


# ---------------------------------------------------------------- suspensions
def test_a_suspension_of_a_day_ahead_takes_effect_on_that_day_without_any_job(record: Record) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    suspend([record.pk], because="silent_source", case=CASE, number="YY2026-1", since=tomorrow, by=SYSTEM)
    assert shows()
    assert not shows(tomorrow)
    assert Record.public.exists()


def test_a_lifted_suspension_lets_it_show_again_unless_another_one_stands(record: Record) -> None:
    today, other = timezone.localdate(), uuid4()
    suspend([record.pk], because="silent_source", case=CASE, number="YY2026-1", since=today, by=SYSTEM)
    suspend([record.pk], because="court_masking", case=other, number="PB2026-1", since=today, by=SYSTEM)
    resume(case=CASE, by=SYSTEM)
    assert not shows()
    resume(case=other, by=SYSTEM)
    assert shows()
    assert events(record)[-1] == "record:resumed"


def test_the_earliest_of_two_suspensions_counts(record: Record) -> None:
    today = timezone.localdate()
    suspend([record.pk], because="stay", case=uuid4(), number="1", since=today + timedelta(days=9), by=SYSTEM)
    suspend([record.pk], because="stay", case=CASE, number="2", since=today + timedelta(days=3), by=SYSTEM)
    record.refresh_from_db()
    assert record.suspended_from == today + timedelta(days=3)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_record SET suspended_from = NULL",
        "UPDATE records_record SET suspended_from = suspended_from + 100",
        "UPDATE records_suspension SET since = since + 100",
        "DELETE FROM records_suspension",
        "TRUNCATE records_suspension",
    ],
)
def test_no_statement_shows_a_suspended_record(record: Record, statement: str) -> None:
    suspend([record.pk], because="unverified", case=CASE, number="1", since=timezone.localdate(), by=SYSTEM)
    refused(statement)
    assert not shows()


def test_a_lifted_suspension_stays_lifted(record: Record) -> None:
    suspend([record.pk], because="unverified", case=CASE, number="1", since=timezone.localdate(), by=SYSTEM)
    resume(case=CASE, by=SYSTEM)
    refused("UPDATE records_suspension SET lifted_at = NULL")
    assert Suspension.objects.count() == 1


# ---------------------------------------------------------------- reviews and lawsuits
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_proceeding SET number = '另案'",
        "UPDATE records_proceeding SET outcome = '', over_on = NULL, over_at = NULL",
        "UPDATE records_proceeding SET outcome = 'annulled'",
        "DELETE FROM records_proceeding",
    ],
)
def test_no_statement_reopens_or_forgets_a_case_that_is_over(record: Record, statement: str) -> None:
    today = timezone.localdate()
    case = proceeding.begin(record, Stated(kind="lawsuit", number="8号", body="临澜市东城区人民法院", since=today), by=SYSTEM)
    proceeding.end(case, Outcome(outcome="dismissed", over_on=today, document="判1号", words="驳回"), by=SYSTEM)
    refused(statement)
    assert shows()


# ---------------------------------------------------------------- endings
def test_an_ended_record_is_gone_at_once_and_its_reason_stays(record: Record) -> None:
    assert end([record.pk], reason=WHY, by=SYSTEM) == [record.pk]
    assert not shows()
    assert not shows(timezone.localdate() - timedelta(days=1))
    why = Ending.objects.get(record=record)
    assert (why.because, why.basis, why.document, why.by) == ("annulled", "penalty-law:48", "临政复决〔2026〕1号", "system")
    assert events(record)[-1] == "record:ended"


def test_ending_twice_is_ending_once(record: Record) -> None:
    end([record.pk], reason=WHY, by=SYSTEM)
    assert end([record.pk], reason=Reason(because="repaired", basis="ndrc-36"), by=SYSTEM) == []
    assert Ending.objects.get().because == "annulled"
    assert events(record).count("record:ended") == 1


def test_what_rests_on_it_ends_by_the_same_act(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(resting, "_RESTING", [lambda ids, _by, because: seen.append((list(ids), because)) or len(ids)])
    end([record.pk], reason=WHY, by=SYSTEM)
    assert seen == [([record.pk], "复议决定撤销")]


def test_if_what_rests_on_it_cannot_end_nothing_has_ended(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(resting, "_RESTING", [broken])
    with pytest.raises(RuntimeError), transaction.atomic():
        end([record.pk], reason=WHY, by=SYSTEM)
    assert shows()
    assert not Ending.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_record SET ended_on = NULL, ended_because = ''",
        "UPDATE records_record SET ended_because = 'repaired'",
        "UPDATE records_ending SET words = ''",
        "DELETE FROM records_ending",
    ],
)
def test_no_statement_takes_an_ending_back(record: Record, statement: str) -> None:
    end([record.pk], reason=WHY, by=SYSTEM)
    refused(statement)
    assert not shows()


def test_nothing_ends_without_its_reason_on_paper(record: Record) -> None:
    refused("UPDATE records_record SET ended_on = current_date, ended_because = 'annulled'")
    assert shows()


# ---------------------------------------------------------------- corrections
def test_a_correction_is_a_new_revision_and_the_earlier_one_stays(record: Record) -> None:
    revision = correct(record, {"CF_NR": "罚款200元", "CF_NR_FK": "0.02"}, because=CAUSE, by=SYSTEM)
    assert revision.number == record.revision == 2
    assert [one.data["CF_NR"] for one in record.revisions.order_by("number")] == ["罚款2000元", "罚款200元"]
    assert Correction.objects.get().changes == {"CF_NR": ["罚款2000元", "罚款200元"], "CF_NR_FK": ["0.2", "0.02"]}
    assert events(record)[-1] == "record:corrected"
    assert shows()


def test_the_window_follows_a_corrected_decision_date(record: Record) -> None:
    earlier = DECIDED - timedelta(days=10)
    correct(record, {"CF_JDRQ": earlier.isoformat()}, because=CAUSE, by=SYSTEM)
    assert (record.decided_on, record.shown_until) == (earlier, months_after(earlier, 12))


def test_an_official_field_stays_sealed_and_out_of_the_history(record: Record) -> None:
    revision = correct(record, {"CF_FRDB": "司马青"}, because=CAUSE, by=SYSTEM)
    assert sealing.unseal(Revision.objects.get(record=record, number=2).sealed) == {"CF_FRDB": "司马青"}
    assert "司马青" not in str(revision.data)
    assert Correction.objects.get().changes == {}


def test_what_was_refuted_does_not_come_back_with_the_sources_next_file(record: Record, tmp_path: Path, market: Department) -> None:
    correct(record, {"CF_NR": "罚款200元"}, because=CAUSE, by=SYSTEM)
    assert entered(tmp_path, market) == {"refuted": 1}
    assert entered(tmp_path, market, CF_NR="罚款300元") == {"changed": 1}
    record.refresh_from_db()
    assert record.revision == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"CF_NR": "罚款2000元"}, "NOTHING_CORRECTED"),
        ({"CF_XDR_MC": "临澜市乙有限公司"}, "FIELD_NOT_CORRECTED"),
        ({"NO_SUCH": "1"}, "FIELD_NOT_CORRECTED"),
        ({"CF_WSH": "临市监罚〔2026〕2号"}, "OTHER_DECISION"),
        ({"CF_JDRQ": "2099-01-01"}, "CORRECTION_FAULTY"),
        ({"CF_CFLB": ""}, "CORRECTION_FAULTY"),
    ],
)
def test_a_correction_that_would_be_wrong_is_refused_in_a_sentence(record: Record, changes: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as told:
        correct(record, changes, because=CAUSE, by=SYSTEM)
    assert told.value.code == code
    assert told.value.why.zh
    assert told.value.why.en
    assert Revision.objects.count() == 1


def test_an_ended_record_is_not_corrected(record: Record) -> None:
    end([record.pk], reason=WHY, by=SYSTEM)
    with pytest.raises(Conflict):
        correct(record, {"CF_NR": "罚款200元"}, because=CAUSE, by=SYSTEM)


def test_a_suspension_of_a_record_that_has_ended_meanwhile_is_lifted_and_it_stays_as_it_ended(record: Record) -> None:
    suspend([record.pk], because="silent_source", case=CASE, number="YY2026-1", since=timezone.localdate(), by=SYSTEM)
    end([record.pk], reason=WHY, by=SYSTEM)
    assert resume(case=CASE, by=SYSTEM) == 1
    record.refresh_from_db()
    assert (record.suspended_from, record.ended_because) == (timezone.localdate(), "annulled")
    assert not shows()
