"""How long what nobody needs any more is kept: by the catalogue's terms, in days or months of the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goodstanding.clocks.alarm import missing
from goodstanding.clocks.deadlines import ago
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar


@pytest.mark.parametrize("term", ["paper_abandoned", "account_unproved"])
def test_days_are_counted_back(term: str) -> None:
    now = timezone.now()
    assert now - ago(term, now) == timedelta(days=load().terms[term].count)


def test_months_end_on_the_day_of_the_same_number_or_the_months_last() -> None:
    now = datetime(2027, 8, 31, 10, 30, tzinfo=timezone.get_current_timezone())
    assert load().terms["mail_kept"].count == 6
    assert ago("mail_kept", now) == datetime(2027, 2, 28, 10, 30, tzinfo=timezone.get_current_timezone())


def test_a_city_sets_its_own(settings: Any, tmp_path: Path) -> None:
    term = '[paper_abandoned]\ntitle = { zh = "甲", en = "A" }\ncount = 3\nunit = "day"\nstarts = "x"\nbasis = "own"\n'
    (tmp_path / "terms.toml").write_text(term, "utf-8")
    settings.CITY_CATALOGUE = tmp_path
    now = timezone.now()
    assert now - ago("paper_abandoned", now) == timedelta(days=3)


def test_the_alarm_looks_as_far_ahead_as_its_term_says() -> None:
    known, ahead = Calendar(frozenset(), frozenset(), frozenset({2026})), load().terms["calendar_alarm"].count
    first = datetime(2027, 1, 1, tzinfo=timezone.get_current_timezone()).date()
    assert missing(known, first - timedelta(days=ahead + 1)) == ()
    assert missing(known, first - timedelta(days=ahead)) == (2027,)
