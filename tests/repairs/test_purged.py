"""A purged record takes its repairs along, with their words and papers; a bar that is in force goes on without them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records import purging, retaining
from goodstanding.records.models import Record
from goodstanding.repairs import accepting, barring, filing, keeping, looking, masking, purged
from goodstanding.repairs.models import Bar, Evidence, Masking, Reminder, Repair
from goodstanding.rules.loading import load
from tests.papers.files import png
from tests.repairs.making import Agent, StandingOf, accepted, agent, applied, records

pytestmark = pytest.mark.django_db
LOCKED = (IntegrityError, InternalError, ProgrammingError)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other parts of a purge have their own tests."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(purging, "_GOES_TOO", [purged.go])
    retaining.install(load())


@pytest.fixture
def pair(tmp_path: Path, market: Department) -> list[Record]:
    return records(tmp_path, market, 2)


@pytest.fixture
def dana(pair: list[Record]) -> Agent:
    return agent(pair[0].organisation)


def grown_old(record: Record) -> None:
    """Decided eight years ago, shown until seven years ago: its archive is over."""
    day = date(timezone.localdate().year - 8, 1, 15)
    Record.everything.filter(pk=record.pk).update(decided_on=day, shown_from=day, shown_until=day + timedelta(days=300))


def test_its_repairs_go_with_their_papers_and_those_of_others_stay(
    pair: list[Record], dana: Agent, steward: User, standing_of: StandingOf
) -> None:
    old, young = pair
    refused, other = applied(old, dana), applied(young, dana)
    accepting.refuse(refused, because="材料不全", by=standing_of(steward))
    again = applied(old, dana, statement="再次说明")
    filing.withdraw(again, by=dana.standing)
    Reminder.objects.create(organisation=dana.organisation, record=old, user=dana.user, on=timezone.localdate())
    papers = list(Evidence.objects.exclude(repair=other).values_list("paper", flat=True))
    grown_old(old)
    for rows in (Evidence.objects.all(), Repair.objects.filter(record=old)):
        with pytest.raises(LOCKED), transaction.atomic():
            rows._raw_delete(using="default")
    assert purging.purge_due(by=SYSTEM) == 1
    assert list(Repair.objects.all()) == [other]
    assert not Reminder.objects.exists()
    assert Evidence.objects.get().repair == other
    assert {one.destroyed_because for one in Paper.objects.filter(pk__in=papers)} == {"purged with its records"}
    assert Evidence.objects.get().paper.is_there


def test_a_bar_in_force_goes_on_and_goes_when_it_is_over(pair: list[Record], dana: Agent, steward: User, standing_of: StandingOf) -> None:
    old, young = pair
    barring.bar(accepted(old, dana, standing_of(steward)), because="缴款凭证系伪造", by=standing_of(steward))
    for changed in ({"repair": None}, {"until": timezone.localdate()}):
        with pytest.raises(LOCKED), transaction.atomic():
            Bar.objects.update(**changed)
    grown_old(old)
    assert purging.purge_due(by=SYSTEM) == 1
    assert not Repair.objects.exists()
    assert Bar.objects.get().repair is None
    assert looking.look(young).code == "barred"
    assert keeping.destroy_due() == 0
    with pytest.raises(LOCKED), transaction.atomic():
        Bar.objects.all()._raw_delete(using="default")
    Bar.objects.update(lifted_on=timezone.localdate(), lifted_by="x", lifted_because="复议撤销")
    grown_old(young)
    assert purging.purge_due(by=SYSTEM) == 1
    assert not Bar.objects.exists()


def test_a_masking_stays_as_long_as_one_of_its_records(pair: list[Record], clerk: User, standing_of: StandingOf) -> None:
    bob = standing_of(clerk)
    paper = take(Upload("paper", "裁定书.png", png()), purpose=masking.PURPOSE, by=bob)
    ruling = masking.Ruling(court="临澜市人民法院", document="（2026）破1号", paper=paper)
    masking.begin(pair[0].organisation, [one.pk for one in pair], ruling, by=bob)
    grown_old(pair[0])
    assert purging.purge_due(by=SYSTEM) == 1
    assert Masking.objects.count() == 1
    with pytest.raises(LOCKED), transaction.atomic():
        Masking.objects.all()._raw_delete(using="default")
    grown_old(pair[1])
    assert purging.purge_due(by=SYSTEM) == 1
    assert not Masking.objects.exists()
    assert not Paper.objects.get(pk=paper.pk).is_there


def test_it_is_registered_with_the_purge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert purged.go in purging._GOES_TOO
