"""Freshness is computed from what was handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goodstanding.departments.feeds import freshness
from goodstanding.departments.models import Department, Feed
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger import writing
from goodstanding.rules.events import Event

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate()


def feed(department: Department, kind: str = "permit", **more: object) -> Feed:
    """One that began ten days ago and is expected every week."""
    return Feed.objects.create(department=department, kind=kind, **{"every_days": 7, "starts_on": TODAY - timedelta(days=10), **more})


def test_a_feed_from_which_nothing_came_is_late_a_rhythm_after_it_began(market: Department) -> None:
    feed(market)
    (one,) = freshness()
    assert (one.last, one.due_on, one.late) == (None, TODAY - timedelta(days=3), True)


@pytest.mark.parametrize("event", [Event.SUBMISSION_ENTERED, Event.SUBMISSION_NOTHING])
def test_rows_that_entered_and_nothing_to_report_both_count(market: Department, event: Event) -> None:
    feed(market)
    writing.write(event, market, by=SYSTEM, data={"kind": "permit"})
    (one,) = freshness()
    assert one.last is not None
    assert (one.due_on, one.late) == (TODAY + timedelta(days=7), False)


@pytest.mark.parametrize("event", [Event.SUBMISSION_RECEIVED, Event.SUBMISSION_CHECKED, Event.SUBMISSION_REFUSED])
def test_a_file_that_has_not_entered_does_not_count(market: Department, event: Event) -> None:
    feed(market)
    writing.write(event, market, by=SYSTEM, data={"kind": "permit"})
    assert freshness()[0].late


def test_each_department_and_each_kind_has_its_own(market: Department, environment: Department) -> None:
    feed(market), feed(market, "penalty"), feed(environment)
    writing.write(Event.SUBMISSION_ENTERED, market, by=SYSTEM, data={"kind": "permit"})
    late = {(one.department_id, one.kind): one.late for one in freshness()}
    assert late == {(market.pk, "permit"): False, (market.pk, "penalty"): True, (environment.pk, "permit"): True}
    assert {one.department_id for one in freshness(department_id=environment.pk)} == {environment.pk}


def test_on_the_last_day_it_is_not_late_yet(market: Department) -> None:
    feed(market, starts_on=TODAY - timedelta(days=7))
    assert not freshness()[0].late
    assert freshness(TODAY + timedelta(days=1))[0].late


def test_an_ended_feed_is_not_asked_about(market: Department) -> None:
    feed(market, ends_on=TODAY - timedelta(days=1))
    assert freshness() == []
