"""How long a record shows."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import publication, terms
from goodstanding.rules.loading import load

CATALOGUE = load()
CLASSES = ["", "轻微", "一般", "严重", "特定严重", "安全领域", "乱写"]
days = st.dates(date(1990, 1, 1), date(2026, 11, 23))


def shown(decided: str | date, klass: str = "", **given_: Any) -> publication.Showing:
    day = date.fromisoformat(decided) if isinstance(decided, str) else decided
    values: dict[str, Any] = {"procedure": "", "categories": ["罚款"], "valid_until": None, "entered_on": day} | given_
    return publication.show("penalty", day, klass=klass, catalogue=CATALOGUE, **values)


@pytest.mark.parametrize(
    ("decided", "klass", "regime", "until"),
    [
        ("2026-04-01", "一般", "ndrc-36", "2027-04-01"),
        ("2026-04-01", "严重", "ndrc-36", "2029-04-01"),
        ("2026-04-01", "", "ndrc-36", "2027-04-01"),
        ("2026-11-30", "一般", "ndrc-36", "2027-11-30"),
        ("2026-03-31", "一般", "ndrc-58", "2029-03-31"),
        ("2024-02-29", "", "ndrc-58", "2027-02-28"),
        ("2023-05-01", "", "ndrc-58", "2026-05-01"),
        ("2023-04-30", "一般", "ndrc-527", "2024-04-30"),
        ("2023-04-30", "严重", "ndrc-527", "2026-04-30"),
        ("2020-01-31", "特定严重", "ndrc-527", "2023-01-31"),
        ("2019-07-01", "", "ndrc-527", "2020-07-01"),
        ("2019-06-30", "严重", "before-527", "2020-06-30"),
    ],
)
def test_the_rule_of_the_decisions_day_counts(decided: str, klass: str, regime: str, until: str) -> None:
    found = shown(decided, klass)
    assert (found.regime, found.shown_until, found.held) == (regime, date.fromisoformat(until), "")


@pytest.mark.parametrize(
    ("given_", "held"),
    [
        ({"klass": "轻微"}, "minor"),
        ({"procedure": "简易程序"}, "simple_procedure"),
        ({"categories": ["警告"]}, "warning_only"),
        ({"categories": ["警告", "通报批评"]}, "warning_only"),
        ({"categories": ["警告", "罚款"]}, ""),
        ({"categories": []}, ""),
        ({"secret": "是"}, "secret"),
        ({"secret": "否"}, ""),
    ],
)
def test_what_is_kept_and_not_shown(given_: dict[str, Any], held: str) -> None:
    assert shown("2026-06-01", **given_).held == held


def test_nothing_shows_before_it_is_entered() -> None:
    assert shown("2026-06-01", entered_on=date(2026, 6, 9)).shown_from == date(2026, 6, 9)


def permit(until: date | None, status: str = "1") -> publication.Showing:
    return publication.show(
        "permit",
        date(2026, 6, 1),
        klass="",
        procedure="",
        categories=[],
        valid_until=until,
        entered_on=date(2026, 6, 2),
        catalogue=CATALOGUE,
        status=status,
    )


def test_a_permit_shows_while_it_is_valid() -> None:
    assert permit(date(2028, 5, 31))[:2] == (date(2026, 6, 2), date(2028, 5, 31))
    assert permit(date(2099, 12, 31)).shown_until == date(2099, 12, 31)
    assert permit(date(2028, 5, 31), status="2").held == "invalid"


def test_a_record_without_an_end_is_not_shown() -> None:
    assert permit(None).held == "no_end"


def test_a_decision_of_no_regime_is_not_shown() -> None:
    assert shown("1949-09-30").held == "no_regime"


@given(days, st.sampled_from(CLASSES))
def test_no_penalty_shows_longer_than_three_years(decided: date, klass: str) -> None:
    until = shown(decided, klass).shown_until
    assert until is not None
    assert decided < until <= terms.months_after(decided, 36)


@given(days, st.sampled_from(CLASSES))
def test_saying_nothing_never_shows_longer_than_a_class_that_shows(decided: date, klass: str) -> None:
    named, silent = shown(decided, klass), shown(decided)
    assert named.held or (silent.shown_until or date.max) <= (named.shown_until or date.min)


@given(days, days, st.sampled_from(CLASSES))
def test_within_a_regime_a_later_decision_never_ends_earlier(one: date, other: date, klass: str) -> None:
    first, second = shown(min(one, other), klass), shown(max(one, other), klass)
    assert first.regime != second.regime or (first.shown_until or date.min) <= (second.shown_until or date.max)


@given(days, st.sampled_from(CLASSES))
def test_the_table_for_joins_says_the_same(decided: date, klass: str) -> None:
    mine = [row for row in publication.rows(CATALOGUE) if row.kind == "penalty" and row.since <= decided <= row.until]
    exact = [row for row in mine if row.class_value == klass] or [row for row in mine if row.class_value == ""]
    found = shown(decided, klass)
    assert len(exact) == 1
    assert (exact[0].regime, exact[0].klass) == (found.regime, found.klass)
    assert terms.months_after(decided, exact[0].most or 0) == found.shown_until
    assert exact[0].shown == (found.held != "minor")


def test_the_regimes_leave_no_gap_since_1949() -> None:
    penalties = sorted((r for r in CATALOGUE.regimes if r.kind == "penalty"), key=lambda r: r.since)
    assert penalties[-1].until is None
    for earlier, later in pairwise(penalties):
        assert earlier.until is not None
        assert (later.since - earlier.until).days == 1
