"""What took a record down goes with the last of the records it took down, when those are purged; with it where they could be seen."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.db import transaction
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records import purging, retaining
from goodstanding.records.models import Outing, Record
from goodstanding.rules.loading import load
from goodstanding.withdrawals import purged, tasks, withdrawing
from goodstanding.withdrawals.draft import PURPOSE
from goodstanding.withdrawals.models import Withdrawal
from tests.papers.files import png
from tests.repairs.making import StandingOf, records
from tests.withdrawals.test_withdrawing import LOCKED, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other parts of a purge have their own tests."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(purging, "_GOES_TOO", [purged.go])
    retaining.install(load())


def test_it_stays_for_the_last_of_its_records(tmp_path: Path, market: Department, steward: User, standing_of: StandingOf) -> None:
    found, alice = records(tmp_path, market, 3), standing_of(steward)
    paper = take(Upload("paper", "复议决定书.png", png()), purpose=PURPOSE, by=alice)
    both = withdrawing.withdraw([one.pk for one in found[:2]], said(words="事实不清"), by=alice, paper=paper)
    other = withdrawing.withdraw([found[2].pk], said(), by=alice)
    for n, one in enumerate(found[:2]):
        grown_old(one)
        with pytest.raises(LOCKED), transaction.atomic():
            Withdrawal.objects.filter(pk=both.pk)._raw_delete(using="default")
        assert purging.purge_due(by=SYSTEM) == 1
        assert Withdrawal.objects.filter(pk=both.pk).exists() == (n == 0)
        assert not Outing.objects.filter(record=one.pk).exists()
    assert list(Withdrawal.objects.all()) == [other]
    assert Outing.objects.filter(case=other.pk).exists()
    assert not Paper.objects.get(pk=paper.pk).is_there


def grown_old(record: Record) -> None:
    """Decided eight years ago, shown until seven years ago: its archive is over."""
    day = date(timezone.localdate().year - 8, 1, 15)
    with pgtrigger.ignore("records.Record:ended_is_final"):
        Record.everything.filter(pk=record.pk).update(decided_on=day, shown_from=day, shown_until=day + timedelta(days=300))


def test_it_is_registered_with_the_purge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert purged.go in purging._GOES_TOO


def test_a_document_nobody_sent_goes_and_one_that_was_sent_stays(
    tmp_path: Path, market: Department, steward: User, standing_of: StandingOf
) -> None:
    first, second = records(tmp_path, market, 2)
    alice = standing_of(steward)
    sent, left = (take(Upload("paper", "决定书.png", png()), purpose=PURPOSE, by=alice) for _ in range(2))
    withdrawing.withdraw([first.pk], said(), by=alice, paper=sent)
    withdrawing.withdraw([second.pk], said(), by=alice)  # without a document
    tasks.tidy(0)
    assert Paper.objects.get(pk=left.pk).is_there
    with_their_day_moved(2)
    tasks.tidy(0)
    assert [one.pk for one in Paper.objects.filter(destroyed_at__isnull=False)] == [left.pk]


def with_their_day_moved(days: int) -> None:
    with pgtrigger.ignore("papers.Paper:papers_are_fixed", "papers.Paper:papers_are_only_destroyed"):
        Paper.objects.update(at=timezone.now() - timedelta(days=days))
