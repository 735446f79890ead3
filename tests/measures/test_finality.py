"""When a decision is final: the time to seek review is over, nobody has, and what the calendar does not know is not guessed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.measures import conditions, finality
from goodstanding.measures.models import Kind
from goodstanding.records import marking
from goodstanding.rules.workdays import Calendar
from tests.measures import making
from tests.measures.making import ON_RECORDS

SIXTY = timedelta(days=60)
YEARS = frozenset(range(2020, 2027))


def calendar(off: frozenset[date] = frozenset(), years: frozenset[int] = YEARS) -> Calendar:
    return Calendar(off=off, worked=frozenset(), years=years)


DAYS = st.dates(date(2020, 1, 1), date(2026, 9, 1))


@given(DAYS, st.frozensets(st.dates(date(2020, 1, 1), date(2026, 12, 31)), max_size=20))
def test_never_before_the_sixtieth_day_is_over(decided: date, off: frozenset[date]) -> None:
    known = calendar(off)
    first = finality.first_day(decided, known=known)
    assert first is not None
    last = first - timedelta(days=1)
    assert last >= decided + SIXTY
    assert known.working_day(last)
    between = ((decided + SIXTY) + timedelta(days=n) for n in range((last - decided - SIXTY).days))
    assert not any(known.working_day(day) for day in between)


@given(DAYS, DAYS)
def test_an_earlier_decision_is_never_final_later(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    known = calendar(years=frozenset({2020, 2021, 2024, 2026}))
    first, second = finality.first_day(earlier, known=known), finality.first_day(later, known=known)
    assert first is not None
    assert second is not None
    assert first <= second


def test_a_year_without_a_calendar_is_waited_out_and_the_future_is_unknown() -> None:
    known = calendar(years=frozenset({2024, 2026}))
    assert finality.first_day(date(2025, 3, 3), known=known) == date(2026, 1, 2)
    assert finality.first_day(date(2026, 11, 20), known=known) is None


@pytest.mark.django_db
def test_a_review_keeps_it_open_and_its_end_closes_it(tmp_path: Path, market: Department) -> None:
    office = making.office(market)
    record = making.penalised(tmp_path, market)
    today = timezone.localdate()
    since = finality.final_from(record)
    assert since is not None
    assert finality.final(record, today)
    assert not finality.final(record, since - timedelta(days=1))
    case = uuid4()
    for kind in ("review", "lawsuit"):
        marking.mark({record.pk: []}, kind=kind, case=case, number="临府复〔2026〕1号", words="", by=SYSTEM)
        assert finality.final_from(record) is None
        assert not conditions.documents(making.adopted(office, ON_RECORDS).kind, record.organisation_id)
        marking.unmark(case=case, by=SYSTEM)
    assert finality.final_from(record) == today
    assert conditions.documents(Kind.objects.get(pk=ON_RECORDS), record.organisation_id) == [record]


@pytest.mark.django_db
def test_an_objection_is_no_review(tmp_path: Path, market: Department) -> None:
    making.install()
    record = making.penalised(tmp_path, market)
    marking.mark({record.pk: []}, kind="objection", case=uuid4(), number="YY2026-000001", words="", by=SYSTEM)
    assert finality.final(record, timezone.localdate())


@pytest.mark.django_db
def test_the_latest_day_that_is_final_divides_the_days() -> None:
    making.install()
    today = timezone.localdate()
    last = finality.cutoff(today)
    assert last is not None
    first, after = finality.first_day(last), finality.first_day(last + timedelta(days=1))
    assert first is not None
    assert first <= today
    assert after is None or after > today
