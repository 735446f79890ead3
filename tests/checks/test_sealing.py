"""Receipts are sealed each minute; the seal is in the public log, and each receipt's proof leads to it."""

from __future__ import annotations

import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pgtrigger
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from goodstanding.checks import asking, proving, purging, replay, sealing
from goodstanding.checks.models import Check, Seal
from goodstanding.departments.models import Department
from goodstanding.ledger.models import Entry
from goodstanding.publiclog import merkle, sequencing
from goodstanding.publiclog.models import Opening
from goodstanding.rules.refusals import Conflict, Refused
from tests.checks.making import PURPOSE, asks, covered, granted
from tests.organisations.making import code
from tests.publiclog.making import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(transactional_db: None, tmp_path: Path, settings: Any) -> None:
    """The log takes in what is committed, with a key of its own."""
    settings.DATA_DIR = tmp_path


def asked(department: Department, count: int) -> list[Check]:
    return asking.ask([code(one) for one in range(count)], purpose=PURPOSE, matter="", by=asks(department))


@pytest.fixture
def ready(market: Department) -> Department:
    granted(market)
    covered(market)
    return market


def test_every_receipt_is_proved_to_the_root(ready: Department) -> None:
    made = asked(ready, 7)
    with pytest.raises(Conflict):
        proving.proof(made[0])
    assert (sealing.seal_all(), sealing.seal_all()) == (7, 0)
    for place, one in enumerate(Check.objects.order_by("id")):
        found = proving.proof(one)
        assert (found.index, found.size) == (place, 7)
        assert proving.holds(found)
        assert not proving.holds(proving.Proof(found.seal, b"\0" * 32, found.index, found.size, found.path, found.root))
    assert asked(ready, 2)
    assert sealing.seal_all() == 2
    assert list(Seal.objects.order_by("at").values_list("count", flat=True)) == [7, 2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_the_ledger_and_the_public_log_have_count_and_root_only(ready: Department) -> None:
    asked(ready, 3)
    sealing.seal_all()
    seal = Seal.objects.get()
    entry = Entry.objects.get(event="check:sealed")
    assert entry.data == {"count": 3, "root": bytes(seal.root).hex()}
    settle()
    sequencing.sequence()
    content = orjson.loads(zlib.decompress(bytes(Opening.objects.get(record_id=seal.pk).content)))
    assert set(content) == {"v", "event", "at", "seal", "count", "root"}
    assert (content["count"], content["root"]) == (3, bytes(seal.root).hex())


@trying(max_examples=40, deadline=None)
@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70))
def test_the_root_is_rfc_9162s(hashes: list[bytes]) -> None:
    def plain(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        half = 1 << ((len(leaves) - 1).bit_length() - 1)
        return merkle.node_hash(plain(leaves[:half]), plain(leaves[half:]))

    assert sealing.root(hashes) == plain([merkle.leaf_hash(one) for one in hashes])


def test_after_five_years_the_answer_goes_and_the_proof_stays(ready: Department) -> None:
    old, new = asked(ready, 2)
    sealing.seal_all()
    assert purging.purge_due() == 0
    with pgtrigger.ignore():
        Check.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=366 * 5 + 2))
    assert (purging.purge_due(), purging.purge_due()) == (1, 0)
    kept = Check.objects.get(pk=old.pk)
    with pytest.raises(Refused) as gone:
        replay.content(kept)
    assert gone.value.status == 410
    assert proving.holds(proving.proof(kept))
    assert replay.content(Check.objects.get(pk=new.pk)) == replay.content(new)


def test_a_receipt_that_was_exchanged_is_not_given_out(ready: Department) -> None:
    (made,) = asked(ready, 1)
    with pgtrigger.ignore():
        Check.objects.update(answer=zlib.compress(b"{}"))
    with pytest.raises(RuntimeError):
        replay.content(Check.objects.get(pk=made.pk))
