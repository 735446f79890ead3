"""A small city in a year of its own: 2031, whose working days the centre has entered; 2032 is not known yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from tests.objections.making import Day, Town

YEAR = 2031
MONDAY = date(2031, 3, 3)
FESTIVAL = [date(2031, 1, 22) + timedelta(days=n) for n in range(7)]
"""Spring Festival: Wednesday 22 to Tuesday 28 January; the Sunday before and the Saturday after are worked."""
WORKED = [date(2031, 1, 19), date(2031, 2, 1)]


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Day:
    """``on(day)``: it is ten in the morning of that day. Later than any real day, as the database writes some moments itself."""
    real = timezone.now

    def turn(day: date) -> None:
        ahead = datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone()) - real()
        # Whole seconds ahead, and still moving: two deeds of a day have an order.
        shift = timedelta(seconds=round(ahead.total_seconds()))
        monkeypatch.setattr(timezone, "now", lambda: real() + shift)

    return turn


@pytest.fixture
def known_year(db: None) -> None:
    """The working days of 2031."""
    from goodstanding.clocks.models import WorkdayYear  # noqa: PLC0415

    WorkdayYear.objects.create(year=YEAR, off=FESTIVAL, worked=WORKED, source="test", set_by="test")


@pytest.fixture
def town(known_year: None, on: Day) -> Town:
    """See tests.objections.making; it is Monday."""
    from tests.objections.making import build  # noqa: PLC0415

    on(MONDAY)
    return build()
