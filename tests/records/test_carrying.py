"""What a case has put right stays right: whatever row is taken back, put elsewhere or handed in again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.models import Organisation, PendingRow
from goodstanding.records import settling, undoing
from goodstanding.records.carrying import Changes, refuted
from goodstanding.records.correcting import Cause, correct
from goodstanding.records.entering import enter
from goodstanding.records.models import Correction, Record, Revision
from goodstanding.records.standing import history
from goodstanding.rules.terms import months_after
from tests.organisations.making import organisation
from tests.records.handing_in import DECIDED, hand_in, penalty

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "临澜市云溪餐饮有限公司", "临澜市云西餐饮有限公司"
AS_WRITTEN = "临澜云溪餐饮公司"
CAUSE = Cause(case=uuid4(), number="YY2026-1", words="罚款金额录入有误")
SMALL = {"CF_NR": "罚款200元", "CF_NR_FK": "0.02"}


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


@pytest.fixture
def bodies(db: None) -> tuple[Organisation, Organisation]:
    return organisation(1, WRONG), organisation(2, RIGHT)


@pytest.fixture
def enters(tmp_path: Path, market: Department) -> Callable[..., dict[str, int]]:
    def go(**changed: str | None) -> dict[str, int]:
        handed = hand_in(tmp_path, market, [penalty(1, WRONG, **changed)])
        return {status: n for status, n in enter(handed.folder, handed, by=SYSTEM).items() if n}

    return go


Enters = Callable[..., dict[str, int]]
UNCLEAR = {"CF_XDR_MC": AS_WRITTEN, "CF_XDR_SHXYM": None}


def attached(bodies: tuple[Organisation, Organisation], bob: Standing) -> PendingRow:
    """The row that waits, put to the wrong organisation."""
    row = PendingRow.objects.get()
    settling.attach(row, bodies[0], by=bob, because="看错了")
    row.refresh_from_db()
    return row


def says(code: str = "CF_NR") -> str:
    """What the one record that shows says."""
    record = Record.public.get()
    said: str = Revision.objects.get(record=record, number=record.revision).data[code]
    return said


def told() -> list[str]:
    """What anybody may read of what it said, oldest first."""
    return [one.data["CF_NR"] for one in history(Record.public.get().pk)]


def test_after_a_later_row_is_taken_back_the_correction_still_holds(
    enters: Enters, bodies: tuple[Organisation, Organisation], bob: Standing
) -> None:
    enters()
    correct(Record.public.get(), SMALL, because=CAUSE, by=SYSTEM)
    enters(**UNCLEAR, CF_NR="罚款9000元")
    row = attached(bodies, bob)
    assert says() == "罚款9000元"
    undoing.undo([row], by=bob, because="不是该公司")
    assert (says(), says("CF_NR_FK")) == ("罚款200元", "0.02")
    last = Correction.objects.latest("at", "number")
    assert (last.case, last.case_number, last.words) == (CAUSE.case, "YY2026-1", CAUSE.words)
    assert last.changes["CF_NR"] == ["罚款2000元", "罚款200元"]
    assert told() == ["罚款2000元", "罚款200元"]  # the other's row is in no history, and the correction stands in it once
    page = Client().get(f"/records/{Record.public.get().pk}").content.decode()
    assert "9000" not in page
    assert page.count(CAUSE.words) == 1
    assert enters() == {"refuted": 1}


def test_a_correction_made_while_the_other_row_spoke_holds_for_the_fields_they_share(
    enters: Enters, bodies: tuple[Organisation, Organisation], bob: Standing
) -> None:
    earlier = DECIDED.replace(day=1)
    enters()
    enters(**UNCLEAR, CF_NR="罚款9000元")
    row = attached(bodies, bob)
    correct(Record.public.get(), {"CF_SY": "检验不合格", "CF_NR": "罚款900元", "CF_JDRQ": earlier.isoformat()}, because=CAUSE, by=SYSTEM)
    undoing.undo([row], by=bob, because="不是该公司")
    assert (says("CF_SY"), says("CF_JDRQ")) == ("检验不合格", earlier.isoformat())
    assert says() == "罚款2000元"  # nobody ever found that wrong: 9000 was another's
    assert Record.public.get().shown_until == months_after(earlier, 12)
    assert told() == ["罚款2000元", "罚款2000元"]


def test_where_nothing_of_it_was_refuted_the_remaining_row_speaks_and_the_others_correction_is_no_part_of_its_history(
    enters: Enters, bodies: tuple[Organisation, Organisation], bob: Standing
) -> None:
    enters()
    enters(**UNCLEAR, CF_NR="罚款9000元")
    row = attached(bodies, bob)
    correct(Record.public.get(), {"CF_NR": "罚款900元"}, because=CAUSE, by=SYSTEM)
    undoing.undo([row], by=bob, because="不是该公司")
    assert says() == "罚款2000元"
    assert told() == ["罚款2000元"]
    page = Client().get(f"/records/{Record.public.get().pk}").content.decode()
    assert "罚款900" not in page


def test_a_row_that_gets_a_record_of_its_own_takes_the_correction_along(
    enters: Enters, bodies: tuple[Organisation, Organisation], bob: Standing
) -> None:
    enters(**UNCLEAR)
    row = attached(bodies, bob)
    before = Record.public.get()
    enters(BZ="补正")
    correct(Record.public.get(), SMALL, because=CAUSE, by=SYSTEM)
    undoing.undo([row], by=bob, because="不是该公司")
    assert Record.public.get() != before
    assert (says(), says("BZ")) == ("罚款200元", "补正")
    assert enters(BZ="补正") == {"refuted": 1}


def test_put_to_the_right_organisation_the_row_is_still_corrected(
    enters: Enters, bodies: tuple[Organisation, Organisation], bob: Standing
) -> None:
    enters(**UNCLEAR)
    row = attached(bodies, bob)
    correct(Record.public.get(), SMALL, because=CAUSE, by=SYSTEM)
    undoing.undo([row], by=bob, because="不是该公司")
    assert not Record.public.exists()
    row.refresh_from_db()
    settling.attach(row, bodies[1], by=bob, because="核对执照")
    assert Record.public.get().organisation == bodies[1]
    assert says() == "罚款200元"
    assert Entry.objects.filter(event="record:corrected", subject_id=str(Record.public.get().pk), role="system").count() == 1


def test_a_file_that_says_it_wrong_again_beside_something_new_brings_only_what_is_new(
    enters: Enters, bodies: tuple[Organisation, Organisation]
) -> None:
    enters()
    correct(Record.public.get(), {**SMALL, "CF_FRDB": "司马青"}, because=CAUSE, by=SYSTEM)
    assert enters(BZ="补正") == {"changed": 1}
    assert (says(), says("BZ")) == ("罚款200元", "补正")
    assert enters(BZ="补正") == {"refuted": 1}
    correct(Record.public.get(), {"CF_SY": "检验不合格"}, because=Cause(case=uuid4(), number="YY2026-2", words="事由有误"), by=SYSTEM)
    for note in ("再次补正", "三次补正"):
        assert enters(BZ=note) == {"changed": 1}
        assert (says(), says("CF_SY"), says("BZ")) == ("罚款200元", "检验不合格", note)
        last = Correction.objects.latest("at", "number")
        assert (last.case_number, last.words) == ("YY2026-1、YY2026-2", "罚款金额录入有误；事由有误")
    assert enters(CF_NR="罚款300元", CF_NR_FK="0.03") == {"changed": 1}  # that was never refuted: the source has spoken anew
    assert says() == "罚款300元"


def test_a_record_that_was_never_corrected_is_not_touched(enters: Enters, bodies: tuple[Organisation, Organisation], bob: Standing) -> None:
    enters()
    enters(**UNCLEAR, CF_NR="罚款9000元")
    undoing.undo([attached(bodies, bob)], by=bob, because="不是该公司")
    assert says() == "罚款2000元"
    assert not Correction.objects.exists()


FINDINGS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")).filter(lambda pair: pair[0] != pair[1]), max_size=8)


@given(FINDINGS)
def test_what_the_last_case_found_right_is_never_refuted_and_nothing_leads_to_what_is(findings: list[tuple[str, str]]) -> None:
    known: list[Changes] = [{"CF_NR": finding} for finding in findings]
    wrong = refuted(known).get("CF_NR", {})
    assert not wrong.keys() & set(wrong.values())
    if findings:
        before, after = findings[-1]
        assert after not in wrong
        assert wrong[before] == after
    assert wrong.keys() <= {before for before, _ in findings}
