"""Papers of an objection are kept for a term once it is closed, then destroyed; the hash stays, and the case says when and why."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.objections import deciding, drafting, filing, keeping, withdrawing
from goodstanding.objections.models import Draft, Evidence
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.records import marking
from goodstanding.rules.loading import load
from tests.objections import making
from tests.objections.conftest import MONDAY
from tests.objections.making import Day, Town
from tests.objections.test_looking import client
from tests.objections.test_verbs import decision

pytestmark = pytest.mark.django_db
LAST = MONDAY.replace(year=MONDAY.year + 1)
"""Twelve months after the case was closed."""


def with_papers(town: Town) -> tuple[Paper, dict[str, tuple[Paper, ...]]]:
    paper = take(making.upload(), purpose=filing.PURPOSE, by=town.alice)
    return paper, {"papers": (paper.pk,)}  # type: ignore[dict-item]


def test_after_its_term_the_content_goes_and_the_case_says_so(town: Town, on: Day) -> None:
    paper, papers = with_papers(town)
    case, _ = making.answered(town, **papers)
    deciding.decide(case, decision(case, "nothing"), by=town.clerk)
    url, clerk = f"/desk/objections/{case.pk}", town.users["clerk"]
    assert Evidence.objects.filter(objection=case).count() == 2  # the organisation's, and the source's answer
    on(LAST)
    assert keeping.destroy_due() == 0
    page = client(clerk).get(url).content.decode()
    assert "保存至 2032年3月3日" in page
    assert client(clerk).get(f"{url}/papers/{paper.pk}").status_code == 200
    on(LAST + timedelta(days=1))
    assert keeping.destroy_due() == 2
    assert keeping.destroy_due() == 0
    gone = Paper.objects.get(pk=paper.pk)
    assert (gone.content, gone.sha256, gone.destroyed_because) == (None, paper.sha256, "objection_papers")
    assert Entry.objects.filter(event="paper:destroyed", because="objection_papers", role="system").count() == 2
    signed = client(clerk)
    for language, said in (
        ("", "已于 2032年3月4日 销毁，依据：异议办结后材料的保存期限"),
        ("/en", "Destroyed on 4 March 2032 by the rule: How long"),
    ):
        page = signed.get(f"{language}{url}").content.decode()
        assert said in page
        assert paper.sha256 in page
        assert f"{url}/papers/{paper.pk}" not in page
    assert signed.get(f"{url}/papers/{paper.pk}").status_code >= 400


def test_an_open_case_keeps_its_papers_and_so_does_one_before_a_court(town: Town, on: Day) -> None:
    _, papers = with_papers(town)
    open_case = making.filed(town, records=town.records[1:], **papers)
    paper, papers = with_papers(town)
    closed = making.filed(town, **papers)
    withdrawing.withdraw(closed, by=town.alice)
    lawsuit = uuid4()
    marking.mark({town.record.pk: []}, kind="lawsuit", case=lawsuit, number="（2031）行初1号", words="", by=SYSTEM)
    on(LAST + timedelta(days=400))
    assert keeping.destroy_due() == 0
    marking.unmark(case=lawsuit, by=SYSTEM)
    assert keeping.destroy_due() == 1
    assert [one.pk for one in Paper.objects.filter(destroyed_at__isnull=False)] == [paper.pk]
    assert keeping.until(open_case) is None


def test_the_days_are_the_catalogues(town: Town, on: Day) -> None:
    terms = load(settings.CITY_CATALOGUE).terms
    assert not terms["objection_papers"].sure
    assert terms["objection_papers"].count > terms["court_action"].count  # months, both
    draft = Draft.objects.create(organisation=town.organisation, user_id=town.alice.user_id or 0)
    on(MONDAY + timedelta(days=terms["objection_draft"].count - 1))
    assert drafting.sweep() == 0
    on(MONDAY + timedelta(days=terms["objection_draft"].count + 1))
    assert drafting.sweep() == 1
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_paper_that_was_swept_up_is_no_evidence(town: Town) -> None:
    """Sent in the moment in which the draft was cleared: the case stands, without a paper nobody can read."""
    paper, papers = with_papers(town)
    drafting.destroy(paper, by=SYSTEM, because=drafting.KEPT)
    assert not making.filed(town, **papers).evidence.exists()
    assert date.today() < MONDAY  # noqa: DTZ011 - what the days of this file rest on
