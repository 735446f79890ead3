"""What waits for whom, days that could not be computed, and scans nobody sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pgtrigger
import pytest
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.lists import inbox, tidying, unknown_deadlines
from goodstanding.lists.models import Listing, Rest
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from tests.lists.making import RED, Office, body, time_over
from tests.papers.files import png

pytestmark = pytest.mark.django_db


def test_the_steward_handles_the_head_decides_and_the_system_sees_all(
    office: Office, other_steward: User, clerk: User, standing_of: Callable[[User], Standing]
) -> None:
    proposed, over = office.proposed(body()), time_over(office.served(body(2, "乙公司")))
    decided = office.decided(body(3, "丙公司"), RED)
    office.published(body(4, "丁公司"), RED)

    def numbers(who: Standing) -> set[str]:
        return {one.title.zh for one in inbox.waiting(who)}

    assert numbers(office.steward) == {proposed.number}
    assert numbers(office.head) == numbers(SYSTEM) == {proposed.number, over.number, decided.number}
    assert numbers(standing_of(other_steward)) == numbers(standing_of(clerk)) == set()


def test_while_the_time_runs_its_last_day_is_shown_and_an_unknown_one_is_said(office: Office) -> None:
    made = office.served(body())
    assert [(one.due_on, one.known) for one in inbox.waiting(office.steward)] == [(made.answer_until, True)]
    Listing.everything.filter(pk=made.pk).update(answer_until=None)
    assert [(one.due_on, one.known) for one in inbox.waiting(office.steward)] == [(None, False)]


def test_a_day_that_was_unknown_is_filled_in_once_it_can_be_computed(office: Office) -> None:
    made, red = office.served(body()), office.publicised(body(2, "乙公司"))
    office.proposed(body(3, "丙公司"))
    days = {made.pk: made.answer_until, red.pk: red.answer_until}
    Listing.everything.filter(pk__in=days).update(answer_until=None)
    assert unknown_deadlines.recompute() == 2
    assert dict(Listing.everything.filter(pk__in=days).values_list("pk", "answer_until")) == days
    assert unknown_deadlines.recompute() == 0


def test_a_scan_of_a_form_nobody_sent_is_destroyed_after_its_term_and_the_others_stay(office: Office) -> None:
    made = office.proposed(body())
    kept, left, fresh = (take(Upload("scan", "判决书.png", png()), purpose="listing.document", by=office.steward) for _ in range(3))
    proof, unused = (take(Upload("scan", "回证.png", png()), purpose="listing.served", by=office.steward) for _ in range(2))
    Rest.objects.create(listing=made, organ="法院", document="1号", decided_on=timezone.localdate(), paper=kept)
    Listing.everything.filter(pk=made.pk).update(served_paper=proof)
    with pgtrigger.ignore("papers.Paper:papers_are_fixed", "papers.Paper:papers_are_only_destroyed"):
        Paper.objects.exclude(pk=fresh.pk).update(at=timezone.now() - timedelta(days=2))
    assert tidying.tidy() == 2
    there = {one.pk: one.is_there for one in Paper.objects.all()}
    assert there == {kept.pk: True, left.pk: False, fresh.pk: True, proof.pk: True, unused.pk: False}
