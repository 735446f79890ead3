"""Papers of a measure: kept while it can be asked about, destroyed after their term, the hash kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.measures import ending, notifying, tidying
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from tests.measures import making
from tests.papers.files import png
from tests.process.city import Clock

pytestmark = pytest.mark.django_db


def test_after_its_term_the_proof_of_service_goes_and_its_hash_stays(market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    case = making.case(market)
    steward = case.office.steward
    proof = take(Upload("paper", "送达回证.png", png()), purpose=notifying.PURPOSE, by=steward)
    notifying.notify(case.application, how="direct", on=timezone.localdate(), paper=proof, by=steward)
    clock = Clock(monkeypatch)
    clock.ahead = timedelta(days=1500)
    assert tidying.destroy_due() == 0, "the case is open, however long"
    clock.ahead = timedelta()
    ending.drop(case.application, "情节轻微", by=steward)
    clock.ahead = timedelta(days=1200)
    assert tidying.destroy_due() == 1
    gone = Paper.objects.get(pk=proof.pk)
    assert (gone.destroyed_because, gone.sha256) == ("application_papers", proof.sha256)


def test_a_scan_of_a_form_nobody_sent_goes(market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    case = making.case(market)
    take(Upload("paper", "送达回证.png", png()), purpose=notifying.PURPOSE, by=case.office.steward)
    assert tidying.tidy() == 0
    Clock(monkeypatch).ahead = timedelta(days=3)
    assert tidying.tidy() == 1
