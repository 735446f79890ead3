"""The profiles' clocks: as their articles say, against a reference that counts day by day; pauses and the one extension."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.objections import profiles
from goodstanding.objections.profiles import Happened
from goodstanding.rules.workdays import Calendar
from tests.objections.conftest import FESTIVAL, MONDAY, WORKED

KNOWN = Calendar(frozenset(FESTIVAL), frozenset(WORKED), frozenset({2031}))
FIRST = date(2031, 1, 1)
DAYS = st.integers(0, 250).map(lambda n: FIRST + timedelta(days=n))


def nth(start: date, count: int, still: tuple[tuple[date, date], ...] = ()) -> date:
    """The reference: one day after another, counting those that offices work and no pause takes out."""
    day = start
    while count:
        day += timedelta(days=1)
        works = day in WORKED or (day.weekday() < 5 and day not in FESTIVAL)
        count -= works and not any(since <= day < until for since, until in still)
    return day


SOURCE = {"strict": 3, "shanghai": 5, "shenzhen": 2, "henan": 3}
WHOLE = {"strict": 7, "zhejiang": 5, "shandong": 7, "henan": 7}
FROM_ACCEPTANCE = frozenset({"strict"})


@given(filed=DAYS, waits=st.integers(0, 6), asks=st.integers(0, 6), pause=st.tuples(st.integers(0, 8), st.integers(0, 20)))
def test_every_profile_counts_as_a_plain_reference_does(filed: date, waits: int, asks: int, pause: tuple[int, int]) -> None:
    accepted = filed + timedelta(days=waits)
    asked = accepted + timedelta(days=asks)
    since = accepted + timedelta(days=pause[0])
    for profile in ("strict", "shanghai", "shenzhen", "zhejiang", "shandong", "henan"):
        still = ((since, since + timedelta(days=pause[1])),) if profile in profiles.PAUSES else ()
        happened = Happened(filed, accepted, asked, pauses=still)
        start = accepted if profile in FROM_ACCEPTANCE else filed
        whole = nth(start, WHOLE[profile], still) if profile in WHOLE else nth(asked, SOURCE[profile], still)
        source = nth(asked, SOURCE[profile], still) if profile in SOURCE else whole
        assert profiles.whole_by(profile, happened, known=KNOWN) == whole, profile
        assert profiles.source_by(profile, happened, known=KNOWN) == source, profile


@pytest.mark.parametrize(
    ("profile", "whole", "source"),
    [
        ("strict", date(2031, 3, 17), date(2031, 3, 7)),  # 7 + 3 more; the source keeps its own 3
        ("shenzhen", date(2031, 3, 11), date(2031, 3, 11)),  # 2 + 3: without a term for the whole it is the source's that is longer
        ("zhejiang", date(2031, 3, 31), date(2031, 3, 31)),  # 20 in total, from the beginning
    ],
)
def test_one_extension_where_the_profile_knows_one(profile: str, whole: date, source: date) -> None:
    happened = Happened(MONDAY, MONDAY, MONDAY + timedelta(days=1), extended=True)
    assert (profiles.whole_by(profile, happened, known=KNOWN), profiles.source_by(profile, happened, known=KNOWN)) == (whole, source)


def test_profiles_without_an_extension_know_none() -> None:
    assert {one for one in profiles.PROFILES if profiles.extends(one)} == {"strict", "shenzhen", "zhejiang"}


def test_before_spring_festival_the_days_off_do_not_count_and_the_worked_weekends_do() -> None:
    # Monday the 20th: the 21st is the last day before the festival, the 29th and 30th are the next two.
    happened = Happened(date(2031, 1, 20), date(2031, 1, 20), date(2031, 1, 20))
    assert profiles.source_by("strict", happened, known=KNOWN) == date(2031, 1, 30)
    assert profiles.source_by("shenzhen", Happened(date(2031, 1, 17), date(2031, 1, 17), date(2031, 1, 17)), known=KNOWN) == date(
        2031, 1, 20
    )


def test_a_year_without_a_calendar_is_unknown_and_never_guessed() -> None:
    happened = Happened(date(2031, 12, 29), date(2031, 12, 29), date(2031, 12, 29))
    assert profiles.whole_by("strict", happened, known=KNOWN) is None
    assert profiles.source_by("strict", happened, known=KNOWN) is None


def test_natural_days_end_on_a_working_day() -> None:
    assert profiles.whole_by("credit_industry", Happened(date(2031, 1, 4)), known=KNOWN) == date(2031, 1, 29)  # the 24th is the festival
