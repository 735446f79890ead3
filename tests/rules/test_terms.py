"""Working days and months, as the Civil Code counts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import terms
from goodstanding.rules.catalogue import Term
from goodstanding.rules.loading import load
from goodstanding.rules.texts import Text

CALENDAR = load().calendar


def term(count: int, unit: str) -> Term:
    return Term("t", Text("期限", "term"), count, unit, "start", "own")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decided", "third", "seventh", "twentieth"),
    [
        ("2024-09-30", "2024-10-10", "2024-10-15", "2024-11-01"),
        ("2025-01-24", "2025-02-05", "2025-02-10", "2025-02-27"),
        ("2025-04-25", "2025-04-29", "2025-05-08", "2025-05-27"),
        ("2025-09-24", "2025-09-28", "2025-10-10", "2025-10-28"),
        ("2025-09-30", "2025-10-11", "2025-10-16", "2025-11-04"),
        ("2026-02-09", "2026-02-12", "2026-02-25", "2026-03-13"),
        ("2026-02-13", "2026-02-25", "2026-03-02", "2026-03-19"),
    ],
)
def test_working_days_skip_holidays_and_count_the_weekends_worked_instead(decided: str, third: str, seventh: str, twentieth: str) -> None:
    start = date.fromisoformat(decided)
    for count, due in ((3, third), (7, seventh), (20, twentieth)):
        assert terms.due_on(start, term(count, "working"), CALENDAR) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-30", 12, "2027-11-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2098-06-01", 36, "2099-12-31"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(start: str, months: int, end: str) -> None:
    assert terms.months_after(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_a_year_without_a_notice_is_unknown_and_never_guessed() -> None:
    with pytest.raises(terms.UnknownYear):
        CALENDAR.working_day(date(2027, 1, 4))
    with pytest.raises(terms.UnknownYear):
        terms.due_on(date(2026, 12, 24), term(7, "working"), CALENDAR)
    with pytest.raises(terms.UnknownYear):
        terms.due_on(date(2026, 12, 24), term(60, "day"), CALENDAR)


def test_a_deadline_on_a_holiday_moves_to_the_next_working_day() -> None:
    """2026-10-01 to 07 are off, 10-08 is worked (民法典 art. 203)."""
    assert terms.due_on(date(2026, 9, 21), term(10, "day"), CALENDAR) == date(2026, 10, 8)
    assert terms.due_on(date(2026, 9, 1), term(1, "month"), CALENDAR) == date(2026, 10, 8)


def test_the_weekend_worked_instead_is_a_working_day() -> None:
    assert CALENDAR.working_day(date(2026, 2, 14))
    assert not CALENDAR.working_day(date(2026, 2, 16))


def test_the_calendar_reaches_from_2007_to_2026() -> None:
    assert CALENDAR.years == frozenset(range(2007, 2027))


@given(st.dates(date(2007, 1, 1), date(2026, 9, 1)), st.integers(0, 30))
def test_more_days_are_never_due_earlier_and_always_on_a_working_day(start: date, count: int) -> None:
    due = terms.due_on(start, term(count, "working"), CALENDAR)
    later = terms.due_on(start, term(count + 1, "working"), CALENDAR)
    assert later > due >= start
    assert count == 0 or CALENDAR.working_day(due)
    assert sum(CALENDAR.working_day(start + timedelta(days=i + 1)) for i in range((due - start).days)) == count


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 60))
def test_a_period_in_months_never_ends_in_another_month(start: date, months: int) -> None:
    end = terms.months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day
