"""What is handed in becomes records: of the right organisation, once, and changed only by saying something else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.organisations import sealing
from goodstanding.organisations.models import PendingRow
from goodstanding.records.ending import Reason, end
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Revision
from tests.organisations.making import code, organisation
from tests.records.handing_in import DECIDED, HandedIn, hand_in, penalty, permit

pytestmark = pytest.mark.django_db


def entered(handed: HandedIn, **options: int) -> dict[str, int]:
    return {status: n for status, n in enter(handed.folder, handed, by=SYSTEM, **options).items() if n}  # type: ignore[arg-type]


def test_a_good_row_becomes_a_record_with_revision_and_entry(tmp_path: Path, market: Department) -> None:
    body = organisation(1, "临澜市甲有限公司")
    handed = hand_in(tmp_path, market, [penalty()])
    assert entered(handed) == {"new": 1}
    record = Record.everything.get()
    assert (record.organisation, record.department, record.kind, record.decision_no) == (body, market, "penalty", "临市监罚〔2026〕1号")
    revision = Revision.objects.get()
    assert (revision.record, revision.number, revision.submission, revision.row) == (record, 1, handed.id, 0)
    assert revision.data["CF_SY"] == "抽检不合格"
    entry = Entry.objects.get(event="record:entered")
    assert (entry.subject_id, entry.department_id, entry.data["row"]) == (str(record.public_id), market.pk, 0)


def test_the_legal_representative_is_stored_encrypted(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    entered(hand_in(tmp_path, market, [penalty()]))
    revision = Revision.objects.get()
    assert "CF_FRDB" not in revision.data
    assert "欧阳青".encode() not in bytes(revision.sealed or b"")
    assert sealing.unseal(revision.sealed) == {"CF_FRDB": "欧阳青"}


def test_the_same_file_again_changes_nothing(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    entered(hand_in(tmp_path, market, [penalty()]))
    assert entered(hand_in(tmp_path, market, [penalty()])) == {"unchanged": 1}
    assert Revision.objects.count() == 1


def test_entering_a_submission_twice_counts_it_once(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    handed = hand_in(tmp_path, market, [penalty()])
    assert entered(handed) == entered(handed) == {"new": 1}


@pytest.mark.parametrize("changed", [{"CF_NR": "罚款3000元"}, {"CF_FRDB": "司马白"}, {"BZ": "更正"}])
def test_what_the_source_changes_is_a_new_revision(tmp_path: Path, market: Department, changed: dict[str, str]) -> None:
    organisation(1, "临澜市甲有限公司")
    entered(hand_in(tmp_path, market, [penalty()]))
    assert entered(hand_in(tmp_path, market, [penalty(**changed)])) == {"changed": 1}
    record = Record.everything.get()
    first, second = record.revisions.order_by("number")
    assert record.revision == second.number == 2
    assert {**second.data, **sealing.unseal(second.sealed)} == {**first.data, **sealing.unseal(first.sealed), **changed}
    assert Entry.objects.filter(event="record:revised").count() == 1


def test_the_first_day_of_showing_survives_a_change(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    entered(hand_in(tmp_path, market, [penalty()]))
    before = Record.everything.get()
    Record.everything.update(shown_from=DECIDED + timedelta(days=1))
    entered(hand_in(tmp_path, market, [penalty(CF_NR="罚款3000元", CF_JDRQ=str(DECIDED - timedelta(days=1)))]))
    after = Record.everything.get()
    assert after.shown_from is not None
    assert after.shown_from == DECIDED + timedelta(days=1)
    assert after.shown_until is not None
    assert before.shown_until is not None
    assert after.shown_until < before.shown_until + timedelta(days=1)


@pytest.mark.parametrize("spelling", ["临市监罚[2026]1号", "临市监罚 (2026) 1号", "临市监罚【2026】1号"])
def test_the_same_number_written_differently_is_the_same_decision(tmp_path: Path, market: Department, spelling: str) -> None:
    organisation(1, "临澜市甲有限公司")
    entered(hand_in(tmp_path, market, [penalty()]))
    assert entered(hand_in(tmp_path, market, [penalty(CF_WSH=spelling)])) == {"changed": 1}


def test_one_decision_may_name_several_parties(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    organisation(2, "临澜市乙有限公司")
    assert entered(hand_in(tmp_path, market, [penalty(), penalty(2, "临澜市乙有限公司")])) == {"new": 2}


def test_one_permit_decision_may_have_several_certificates(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    assert entered(hand_in(tmp_path, market, [permit(), permit(XK_XKBH="JY13414000000002")], "permit")) == {"new": 2}


@pytest.mark.parametrize("chunk_rows", [1, 2, 50])
def test_a_repeat_in_the_file_does_not_replace_the_first(tmp_path: Path, market: Department, chunk_rows: int) -> None:
    organisation(1, "临澜市甲有限公司")
    counts = entered(hand_in(tmp_path, market, [penalty(), penalty(CF_NR="罚款3000元")]), chunk_rows=chunk_rows, lanes=1)
    assert counts == {"new": 1, "repeated": 1}
    assert Revision.objects.get().data["CF_NR"] == "罚款2000元"


def test_faulty_rows_stay_out(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    assert entered(hand_in(tmp_path, market, [penalty(verdict="faulty")])) == {}
    assert not Record.everything.exists()


def test_rows_nobody_can_place_wait_for_a_clerk(tmp_path: Path, market: Department) -> None:
    body = organisation(1, "临澜市甲有限公司")
    rows = [penalty(1, "临澜市乙有限公司"), penalty(7, "临澜市丙有限公司"), penalty(CF_XDR_SHXYM=None)]
    assert entered(hand_in(tmp_path, market, rows)) == {"pending": 3}
    mismatch, unknown, name_only = PendingRow.objects.order_by("row")
    assert (mismatch.reason, mismatch.candidate) == ("NAME_MISMATCH", body)
    assert (unknown.reason, unknown.code, unknown.candidate) == ("UNKNOWN_ORGANISATION", code(7), None)
    assert (name_only.reason, name_only.code) == ("NAME_ONLY", "")
    assert {row.state for row in (mismatch, unknown, name_only)} == {"waiting"}
    assert "CF_FRDB" not in unknown.fields
    assert sealing.unseal(unknown.sealed) == {"CF_FRDB": "欧阳青"}
    assert not Record.everything.exists()


def test_an_ended_record_stays_ended_whatever_the_source_says(tmp_path: Path, market: Department) -> None:
    organisation(1, "临澜市甲有限公司")
    entered(hand_in(tmp_path, market, [penalty()]))
    end(Record.everything.values_list("pk", flat=True), reason=Reason(because="repaired", basis="ndrc-36"), by=SYSTEM)
    assert entered(hand_in(tmp_path, market, [penalty(CF_NR="罚款3000元")])) == {"ended": 1}
    assert not Record.public.exists()
    assert Revision.objects.count() == 1


def test_many_small_chunks_are_one_big_one(tmp_path: Path, market: Department) -> None:
    for n in range(1, 8):
        organisation(n, f"临澜市{n}号有限公司")
    rows = [penalty(n, f"临澜市{n}号有限公司", CF_WSH=f"{m}号") for n in range(1, 8) for m in range(5)]
    assert entered(hand_in(tmp_path, market, rows), chunk_rows=4, lanes=1) == {"new": 35}
    assert Record.everything.count() == Revision.objects.count() == Entry.objects.filter(event="record:entered").count() == 35
    assert sorted(Revision.objects.values_list("row", flat=True)) == list(range(35))
