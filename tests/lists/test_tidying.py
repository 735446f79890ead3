"""Papers of a listing: kept while it can be asked about, destroyed after their term, the hash kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.lists import disputing, dropping, serving, tidying
from goodstanding.lists.models import Listing
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from tests.lists.making import Office, body
from tests.papers.files import png
from tests.process.city import Clock

pytestmark = pytest.mark.django_db


def served(office: Office) -> tuple[Listing, Paper]:
    """With the proof of service."""
    case = office.proposed(body())
    proof = take(Upload("paper", "送达回证.png", png()), purpose=serving.PURPOSE, by=office.steward)
    serving.serve(case, how="direct", on=timezone.localdate(), paper=proof, by=office.steward)
    return case, proof


def there(paper: Paper) -> bool:
    return Paper.objects.get(pk=paper.pk).destroyed_at is None


def test_after_its_term_the_proof_of_service_goes_and_its_hash_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case, proof = served(office)
    clock = Clock(monkeypatch)
    clock.ahead = timedelta(days=1500)
    assert tidying.destroy_due() == 0, "the case is open, however long"
    clock.ahead = timedelta()
    dropping.drop(case, "证据不足", by=office.steward)
    clock.ahead = timedelta(days=1000)
    assert tidying.destroy_due() == 0
    clock.ahead = timedelta(days=1200)
    assert tidying.destroy_due() == 1
    gone = Paper.objects.get(pk=proof.pk)
    assert (gone.destroyed_because, gone.sha256) == ("listing_papers", proof.sha256)
    assert bytes(gone.content or b"") == b""


def test_nothing_goes_while_somebody_disputes_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case, proof = served(office)
    dropping.drop(case, "证据不足", by=office.steward)
    dispute = disputing.dispute(case, case=uuid4(), number="YY2026-000001", by=SYSTEM).case
    clock = Clock(monkeypatch)
    clock.ahead = timedelta(days=1200)
    assert tidying.destroy_due() == 0
    assert there(proof)
    disputing.lift(dispute, by=SYSTEM)
    assert tidying.destroy_due() == 1
