"""Two who act at the same moment, each on a connection of his own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from goodstanding.ledger.models import Entry
from goodstanding.lists import deciding, dropping, publishing_many
from goodstanding.lists.models import Listing
from goodstanding.rules.refusals import Conflict
from tests.lists.making import RED, Office, body, decision, loaded, time_over

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """What each of them comes to; a conflict is an answer too."""
    barrier = Barrier(2)

    def run(do: Callable[[], object]) -> object:
        try:
            barrier.wait(10)
            return do()
        except Conflict as conflict:
            return conflict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [one.result(60) for one in (pool.submit(run, first), pool.submit(run, second))]


def test_two_heads_publish_the_same_load_and_each_entry_is_published_once(office: Office) -> None:
    load = loaded(office.department, [body(n, f"临澜市{n}号有限公司") for n in range(1, 13)], by=office.steward)

    def publish() -> object:
        return publishing_many.publish_many(load, "公布有助于激励守信", by=office.head)

    done = at_once(publish, publish)
    assert sum(one for one in done if isinstance(one, int)) == 12
    assert Entry.objects.filter(event="listing:published").count() == 12


def test_the_head_decides_while_the_steward_drops(office: Office) -> None:
    made = time_over(office.publicised(body()))
    mine, hers = Listing.everything.get(pk=made.pk), Listing.everything.get(pk=made.pk)
    done = at_once(
        lambda: deciding.decide(mine, decision(made), by=office.head), lambda: dropping.drop(hers, "不符合条件", by=office.steward)
    )
    assert sorted(str(one) for one in done) == ["None", "STATE_CHANGED"]
    assert made.kind_id == RED
    assert Entry.objects.filter(event__in=["listing:decided", "listing:dropped"]).count() == 1
