"""Maskings by a court's order: what was chosen does not show, shows again when the plan fails, and is repaired when it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.notices.models import Notice
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records import ending
from goodstanding.records.ending import Reason
from goodstanding.records.models import Ending, Record
from goodstanding.repairs import cases, masking
from goodstanding.repairs.masking import Ruling
from goodstanding.repairs.models import Masking
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from tests.papers.files import png
from tests.repairs.making import StandingOf, agent, record, records

pytestmark = pytest.mark.django_db


def ruling(by: Standing, **changed: str) -> Ruling:
    known = {"court": "临澜市中级人民法院", "document": "（2026）皖14破1号", **changed}
    return Ruling(**known, paper=take(Upload("paper", "裁定书.png", png()), purpose="masking.ruling", by=by))


def public() -> set[object]:
    return set(Record.public.values_list("pk", flat=True))


def test_masked_at_once_and_shown_again_when_the_plan_fails(
    tmp_path: Path, market: Department, steward: User, standing_of: StandingOf
) -> None:
    alice, (first, second, third) = standing_of(steward), records(tmp_path, market, 3)
    dana = agent(first.organisation)
    made = masking.begin(first.organisation, [first.pk, second.pk], ruling(alice), by=alice)
    assert public() == {third.pk}
    assert Notice.objects.get(user=dana.user).key == "repairs.told.masking_begun"
    (case,) = cases.of(first.organisation_id)
    assert (case.number, case.open) == (made.number, True)
    # One of them ends meanwhile: that is final, and does not hold the others up.
    ending.end([second.pk], reason=Reason(because="annulled", basis="penalty-law:48", words="x"), by=SYSTEM)
    assert masking.lift(made, because="重整计划不能执行", document="（2026）皖14破1号之二", by=alice) == 1
    assert public() == {first.pk, third.pk}
    with pytest.raises(Conflict):
        masking.complete(made, because="x", document="y", by=alice)
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        Masking.objects.update(state="masked")


def test_carried_out_everything_masked_is_repaired(tmp_path: Path, market: Department, steward: User, standing_of: StandingOf) -> None:
    alice, (first, second, third) = standing_of(steward), records(tmp_path, market, 3)
    made = masking.begin(first.organisation, [first.pk, second.pk], ruling(alice), by=alice)
    with pytest.raises(Refused, match="RULING_MISSING"):
        masking.complete(made, because="执行完毕", document=" ", by=alice)
    assert masking.complete(made, because="执行完毕", document="（2026）皖14破1号之三", by=alice) == 2
    assert public() == {third.pk}
    assert set(Ending.objects.values_list("because", "case")) == {("repaired", made.pk)}


def test_a_department_masks_its_own_records_and_the_centre_all(
    tmp_path: Path, market: Department, environment: Department, steward: User, other_steward: User, auditor: User, clerk: User,
    standing_of: StandingOf,
) -> None:  # fmt: skip
    mine, theirs = record(tmp_path, market), record(tmp_path, environment)
    alice, eve, bob = standing_of(steward), standing_of(other_steward), standing_of(clerk)
    with pytest.raises(Refused, match="RECORDS_MISSING"):
        masking.begin(mine.organisation, [mine.pk, theirs.pk], ruling(alice), by=alice)
    with pytest.raises(Forbidden):
        masking.begin(mine.organisation, [mine.pk], ruling(alice), by=standing_of(auditor))
    with pytest.raises(Refused, match="RULING_MISSING"):
        masking.begin(mine.organisation, [mine.pk], ruling(alice, court=" "), by=alice)
    made = masking.begin(mine.organisation, [mine.pk], ruling(alice), by=alice)
    with pytest.raises(Conflict, match="MASKED_ALREADY"):
        masking.begin(mine.organisation, [mine.pk], ruling(alice), by=alice)
    masking.begin(mine.organisation, [theirs.pk], ruling(eve), by=eve)  # the same ruling, another department's records
    with pytest.raises(Forbidden):
        masking.lift(made, because="x", document="y", by=eve)
    assert masking.begin(mine.organisation, [mine.pk, theirs.pk], ruling(bob), by=bob).department_id is None
    assert masking.lift(made, because="x", document="y", by=alice) == 1
    assert public() == set()  # the centre's masking still stands
