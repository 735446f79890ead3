"""A record is purged when its term is over; what an objection said about it goes with it, and nothing goes before."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from goodstanding.departments.standing import SYSTEM
from goodstanding.objections import filing, purged, reporting
from goodstanding.objections.models import ErrorReport, Evidence, Item, Objection
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.records import purging, retaining
from goodstanding.records.models import Record
from goodstanding.rules.loading import load
from tests.objections import making
from tests.objections.making import Day
from tests.objections.test_locks import REFUSED

pytestmark = pytest.mark.django_db
TODAY = date.today()  # noqa: DTZ011 - the database's own day decides what is due
LONG_AGO = date(TODAY.year - 8, 1, 15)
"""Five years until the archive, two in it: due."""


def test_a_purged_record_takes_its_objection_and_its_reports_along_and_another_case_stays(on: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    # The public log takes in only what is committed, which nothing is in a test; its own part in a purge has its own tests.
    monkeypatch.setattr(purging, "_GOES_TOO", [purged.go])
    on(LONG_AGO + timedelta(days=20))
    retaining.install(load())
    town = making.build(rows=1, decided=LONG_AGO)
    paper = take(making.upload(), purpose=filing.PURPOSE, by=town.alice)
    case = making.filed(town, papers=(paper.pk,))
    on(TODAY)
    (young,) = making.enter(
        town.department, [making.penalty(1, CF_WSH="新1号", CF_JDRQ=f"{TODAY - timedelta(days=9):%Y/%m/%d}")], town.steward
    )
    other = making.filed(town, records=[young])
    reporting.report(reporting.Report(record=young.pk, token=uuid4(), field="", words="有误"), by=SYSTEM)
    for one in (Item.objects.filter(objection=case), Evidence.objects.all(), Objection.objects.filter(pk=case.pk)):
        with pytest.raises(REFUSED), transaction.atomic():
            one._raw_delete(using="default")
    assert [one.pk for one in filing.disputable(town.organisation)] == [young.pk]  # what is archived is out of every list
    assert purging.purge_due(by=SYSTEM) == 1
    assert list(Record.everything.all()) == [young]
    assert list(Objection.objects.all()) == [other]
    assert (Evidence.objects.count(), ErrorReport.objects.count(), Paper.objects.get(pk=paper.pk).content) == (0, 1, None)


def test_it_is_registered_with_the_purge() -> None:
    assert purged.go in purging._GOES_TOO
