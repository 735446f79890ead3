"""A record purged in due time: its openings go in the same transaction, its leaves stay, the log says that it was purged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.publiclog import sequencing
from goodstanding.publiclog.models import Head, Opening
from goodstanding.records import purging, retaining
from goodstanding.records.entering import enter
from goodstanding.records.models import Record
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, permit

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = date(timezone.localdate().year - 9, 1, 15)


@pytest.fixture
def record(tmp_path: Path, market: Department, monkeypatch: pytest.MonkeyPatch) -> Record:
    """A permit that showed for a year, nine years ago."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    retaining.install(load())
    organisation(1, "临澜市甲有限公司")
    until = LONG_AGO.replace(year=LONG_AGO.year + 1)
    said = permit(XK_JDRQ=LONG_AGO.isoformat(), XK_YXQZ=LONG_AGO.isoformat(), XK_YXQZI=until.isoformat())
    handed = hand_in(tmp_path, market, [said], "permit")
    enter(handed.folder, handed, by=SYSTEM)
    return Record.everything.get()


def test_what_opens_its_leaves_goes_with_it_and_the_leaves_stay(record: Record) -> None:
    sequencing.sequence()
    leaves, openings = Head.objects.get().size, Opening.objects.filter(record_id=record.pk).count()
    assert purging.purge_due(by=SYSTEM) == 1
    assert not Opening.objects.filter(record_id=record.pk).exists()
    sequencing.sequence()
    assert Head.objects.get().size == leaves + (openings > 0)
    assert Entry.objects.get(event="record:purged").data["logged"] is (openings > 0)


def test_what_the_log_has_not_taken_in_yet_is_not_purged(record: Record) -> None:
    with pytest.raises(Conflict, match="LOG_NOT_THERE_YET"):
        purging.purge_due(by=SYSTEM)
    assert Record.everything.filter(pk=record.pk).exists()
    sequencing.sequence()
    assert purging.purge_due(by=SYSTEM) == 1
