"""Deadlines by the calendar: the table of the facts, the rules of the civil code, and unknown where no calendar reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.clocks import deadlines
from goodstanding.clocks.deadlines import back_working, due, plus_working, working_days_left
from goodstanding.rules.loading import load
from goodstanding.rules.workdays import Calendar

pytestmark = pytest.mark.django_db
SHIPPED = load().calendar
DAYS = st.dates(date(2024, 2, 1), date(2026, 11, 30))
TERMS = {3: "repair_accept", 7: "disclose", 20: "objection_zhejiang_longest"}
"""Count of working days -> a term of the catalogue with it."""
VECTORS = [
    ("2024-09-30", "2024-10-10", "2024-10-15", "2024-11-01"),
    ("2025-01-24", "2025-02-05", "2025-02-10", "2025-02-27"),
    ("2025-04-25", "2025-04-29", "2025-05-08", "2025-05-27"),
    ("2025-09-24", "2025-09-28", "2025-10-10", "2025-10-28"),
    ("2025-09-30", "2025-10-11", "2025-10-16", "2025-11-04"),
    ("2026-02-09", "2026-02-12", "2026-02-25", "2026-03-13"),
    ("2026-02-13", "2026-02-25", "2026-03-02", "2026-03-19"),
]


@pytest.mark.parametrize(("decided", "three", "seven", "twenty"), VECTORS)
def test_the_table_of_the_facts(decided: str, three: str, seven: str, twenty: str) -> None:
    start = date.fromisoformat(decided)
    for count, expected in ((3, three), (7, seven), (20, twenty)):
        assert due(TERMS[count], start) == plus_working(start, count) == date.fromisoformat(expected)


def test_the_last_day_before_spring_festival_is_a_worked_saturday_and_in_time() -> None:
    # 2026-02-14 is worked, then everybody is off until the 23rd.
    assert due("repair_accept", date(2026, 2, 11)) == date(2026, 2, 14)
    assert due("repair_accept", date(2026, 2, 12)) == date(2026, 2, 24)
    assert working_days_left(date(2026, 2, 14), date(2026, 2, 14)) == 0
    assert working_days_left(date(2026, 2, 14), date(2026, 2, 23)) == 0
    assert working_days_left(date(2026, 2, 14), date(2026, 2, 24)) == -1
    assert back_working(date(2026, 2, 24), 1) == date(2026, 2, 14)


def test_months_and_calendar_days_end_on_the_next_working_day() -> None:
    assert due("court_action", date(2025, 8, 31)) == date(2026, 2, 28)  # a worked Saturday
    assert due("review", date(2026, 8, 3)) == date(2026, 10, 8)  # 60 days later it is the holiday of 1 October


def test_a_term_of_no_days_is_due_at_once() -> None:
    assert due("objection_shenzhen_mark", date(2026, 11, 23)) == date(2026, 11, 23)


def test_where_no_calendar_reaches_the_answer_is_unknown_and_never_a_guess() -> None:
    assert due("disclose", date(2026, 12, 22)) == date(2026, 12, 31)
    assert due("disclose", date(2026, 12, 23)) is None
    assert plus_working(date(2026, 12, 31), 1) is None
    assert back_working(date(2027, 1, 8), 1) is None
    assert working_days_left(date(2027, 1, 8), date(2026, 12, 30)) is None
    assert due("court_action", date(2026, 8, 1)) is None


@given(DAYS, st.integers(0, 15))
def test_counting_on_and_back_meet(day: date, count: int) -> None:
    later = plus_working(day, count, known=SHIPPED)
    assert later is not None
    assert working_days_left(later, day, known=SHIPPED) == count
    if count:
        assert SHIPPED.working_day(later)
        begun = back_working(later, count, known=SHIPPED)
        # Back on the last day that offices worked before the count began.
        assert begun is not None
        assert begun <= day
        assert working_days_left(day, begun, known=SHIPPED) == 0


@given(DAYS, st.integers(1, 15))
def test_a_longer_term_is_never_due_earlier_and_a_later_start_neither(day: date, count: int) -> None:
    here, longer = plus_working(day, count, known=SHIPPED), plus_working(day, count + 1, known=SHIPPED)
    next_day = plus_working(day + timedelta(days=1), count, known=SHIPPED)
    assert here is not None
    assert longer is not None
    assert next_day is not None
    assert here < longer
    assert here <= next_day


@given(st.sets(DAYS, max_size=30), DAYS, st.integers(1, 10))
def test_a_further_holiday_never_brings_a_deadline_forward(holidays: set[date], day: date, count: int) -> None:
    fewer = Calendar(SHIPPED.off | holidays, SHIPPED.worked - holidays, SHIPPED.years)
    before, after = plus_working(day, count, known=SHIPPED), plus_working(day, count, known=fewer)
    assert before is not None
    assert after is None or before <= after


@given(DAYS, DAYS)
def test_days_left_and_days_over_are_the_same_count_seen_from_both_ends(one: date, other: date) -> None:
    assert working_days_left(one, other, known=SHIPPED) == -(working_days_left(other, one, known=SHIPPED) or 0)


def test_a_calendar_handed_in_is_not_looked_up_again(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert deadlines.due("disclose", date(2026, 2, 9), known=SHIPPED) == date(2026, 2, 25)
