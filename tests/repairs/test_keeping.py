"""Papers of a repair: kept for a term once it is over, longer where a bar stands on them, then destroyed with their hash kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pgtrigger
import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records import marking
from goodstanding.records.models import Record
from goodstanding.repairs import accepting, barring, keeping, masking
from goodstanding.repairs.models import Bar, Repair
from goodstanding.rules.terms import months_after
from tests.papers.files import png
from tests.repairs.making import Agent, StandingOf, accepted, agent, applied, record

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


@pytest.fixture
def penalised(tmp_path: Path, market: Department) -> Record:
    return record(tmp_path, market)


@pytest.fixture
def dana(penalised: Record) -> Agent:
    return agent(penalised.organisation)


def over_since(repair: Repair, months: int) -> date:
    """As if it had been decided then; returns the last day its papers are kept."""
    day = months_after(timezone.localdate(), -months)
    with pgtrigger.ignore("repairs.Repair:repairs_over_are_over"):
        Repair.objects.filter(pk=repair.pk).update(decided_at=timezone.now().replace(year=day.year, month=day.month, day=day.day))
    repair.refresh_from_db()
    return keeping.until(repair) or date.max


def test_after_its_term_the_content_goes_and_both_sides_read_when_and_why(
    penalised: Record, dana: Agent, steward: User, standing_of: StandingOf, signed_in: Signed
) -> None:
    repair = applied(penalised, dana)
    proof = repair.evidence.get().paper
    assert keeping.until(repair) is None
    accepting.refuse(repair, because="材料不全", by=standing_of(steward))
    assert over_since(repair, 35) > timezone.localdate()
    assert keeping.destroy_due() == 0
    assert over_since(repair, 37) < timezone.localdate()
    pages = ((steward, f"/desk/repairs/{repair.pk}"), (dana.user, f"/ours/{penalised.organisation.uscc}/repairs/{repair.pk}"))
    for user, url in pages:
        assert f"papers/{proof.pk}" in signed_in(user).get(url).content.decode()
    case = uuid4()
    marking.mark({penalised.pk: []}, kind="review", case=case, number="临府复〔2026〕1号", words="", by=SYSTEM)
    assert keeping.destroy_due() == 0
    marking.unmark(case=case, by=SYSTEM)
    assert keeping.destroy_due() == 1
    gone = Paper.objects.get(pk=proof.pk)
    assert (gone.content, gone.sha256, gone.destroyed_because) == (None, proof.sha256, "repair_papers")
    for user, url in pages:
        page = signed_in(user).get(url).content.decode()
        assert "信用修复办结后材料的保存期限" in page
        assert proof.sha256 in page
        assert f"papers/{proof.pk}" not in page


def test_while_a_bar_stands_on_them_they_stay(penalised: Record, dana: Agent, steward: User, standing_of: StandingOf) -> None:
    repair = accepted(penalised, dana, standing_of(steward))
    barring.bar(repair, because="缴款凭证系伪造", by=standing_of(steward))
    over_since(repair, 60)
    assert keeping.destroy_due() == 0
    Bar.objects.update(lifted_on=timezone.localdate(), lifted_by="x", lifted_because="复议撤销")
    assert keeping.destroy_due() == 1


def test_a_ruling_nobody_entered_is_destroyed_and_one_that_stands_is_not(penalised: Record, clerk: User, standing_of: StandingOf) -> None:
    bob = standing_of(clerk)
    kept, left = (take(Upload("paper", "裁定书.png", png()), purpose=masking.PURPOSE, by=bob) for _ in range(2))
    ruling = masking.Ruling(court="临澜市人民法院", document="（2026）破1号", paper=kept)
    masking.begin(penalised.organisation, [penalised.pk], ruling, by=bob)
    assert keeping.tidy() == 0
    with pgtrigger.ignore("papers.Paper:papers_are_fixed", "papers.Paper:papers_are_only_destroyed"):
        Paper.objects.update(at=months_after_now(-1))
    assert keeping.tidy() == 1
    assert [one.pk for one in Paper.objects.filter(destroyed_at__isnull=False)] == [left.pk]


def months_after_now(months: int) -> object:
    day = months_after(timezone.localdate(), months)
    return timezone.now().replace(year=day.year, month=day.month, day=day.day)
