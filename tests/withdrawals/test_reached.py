"""Where what is taken down could be seen: said before it is done, kept with it afterwards, counted for many."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.models import Organisation
from goodstanding.records import reaching, suspending
from goodstanding.records.models import Outing, Record
from goodstanding.withdrawals import withdrawing
from tests.repairs.making import StandingOf, record, records
from tests.withdrawals.test_withdrawing import LOCKED, said

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
SURFACES = {"record_page", "organisation_page", "organisation_list", "search", "list", "feed", "api", "log"}


@pytest.fixture
def shown(tmp_path: Path, market: Department) -> Record:
    return record(tmp_path, market)


def words(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(url).content.decode()))


def test_every_place_is_kept_with_the_taking_down(shown: Record, steward: User, standing_of: StandingOf) -> None:
    made = withdrawing.withdraw([shown.pk], said("unlawful"), by=standing_of(steward))
    kept = Outing.objects.filter(case=made.pk)
    assert set(kept.values_list("surface", flat=True)) == SURFACES
    assert {f"/records/{shown.pk}", f"/api/v1/public/records/{shown.pk}", f"/log/records/{shown.pk}.json"} <= set(
        kept.values_list("address", flat=True)
    )
    assert {(one.record_id, one.named_id, one.undoing_id) for one in kept} == {(shown.pk, shown.organisation_id, None)}
    assert {(one.since, one.until >= made.at) for one in kept} == {(shown.entered_at, True)}
    with pytest.raises(LOCKED), transaction.atomic():
        kept.update(address="/")
    with pytest.raises(LOCKED), transaction.atomic():
        kept.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Outing.objects.create(surface="list", address="/", named=shown.organisation, since=made.at, until=made.at)


def test_before_and_after_the_page_says_where_and_since_when(shown: Record, steward: User, signed_in: Signed) -> None:
    alice, here = signed_in(steward), f"/desk/records/{shown.pk}/end"
    alice.post(here, {"because": "void", "document": "甲1号", "effective_on": timezone.localdate().isoformat(), "words": "程序违法"})
    before = words(alice, f"{here}/check")
    assert not Outing.objects.exists()
    after = words(alice, alice.post(f"{here}/check")["Location"])
    for page in (before, after):
        for one in ("曾在何处显示", "记录页面", f"/records/{shown.pk}", "订阅源", "公开日志的证明文件", f"/log/records/{shown.pk}.json"):
            assert one in page, one


def test_what_nobody_could_see_has_no_place(shown: Record, steward: User, standing_of: StandingOf, signed_in: Signed) -> None:
    Record.everything.filter(pk=shown.pk).update(
        shown_from=timezone.localdate() + timedelta(days=1), shown_until=timezone.localdate() + timedelta(days=2)
    )
    made = withdrawing.withdraw([shown.pk], said(), by=standing_of(steward))
    assert not Outing.objects.exists()
    assert "从未对外显示" in words(signed_in(steward), f"/desk/withdrawals/{made.pk}")


def test_days_it_was_suspended_do_not_count(shown: Record) -> None:
    now, month = timezone.now(), timedelta(days=30)
    shown.entered_at, shown.shown_from = now - 3 * month, (now - 4 * month).date()
    began, case = (now - 2 * month).date(), uuid4()
    suspending.suspend([shown.pk], because="stay", case=case, number="甲1", since=began, by=SYSTEM)
    midnight = datetime.combine(began, time(), tzinfo=timezone.get_current_timezone())
    (open_ended,) = reaching.seen_until_now([shown])
    assert (open_ended.since, open_ended.until) == (shown.entered_at, midnight)
    suspending.resume(case=case, by=SYSTEM)
    before, after = reaching.seen_until_now([shown])
    assert (before.since, before.until) == (shown.entered_at, midnight)
    assert now <= after.since <= after.until
    shown.ended_on = timezone.localdate()
    assert reaching.seen_until_now([shown]) == []


def test_many_take_as_many_queries_as_few_and_are_counted_by_surface(
    tmp_path: Path, market: Department, steward: User, standing_of: StandingOf
) -> None:
    found = records(tmp_path, market, 25)
    Organisation.objects.update(uscc=None)
    spent = []
    for some in (found[:2], found[2:24]):
        wanted = list(Record.everything.select_related("organisation").filter(pk__in=[one.pk for one in some]))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            places = withdrawing.reach(wanted)
            case = uuid4()
            reaching.keep_with(case, places)
        kept = reaching.kept_with(case)
        spent.append(len(queries))
        assert {one.surface: (one.records, one.places) for one in kept} == {
            one.surface: (one.records, one.places) for one in reaching.counted(places)
        }
        assert [(one.surface, one.since, one.until) for one in kept] == [(o.surface, o.since, o.until) for o in reaching.counted(places)]
        pages = {one.surface: one for one in kept}
        assert (pages["record_page"].records, pages["record_page"].places, pages["list"].places) == (len(some), len(some), 1)
        assert bool(pages["record_page"].addresses) == (len(places) <= reaching.FEW)
    assert spent[0] == spent[1]
