"""Rates have a numerator and a denominator, each of which opens its rows; what has nothing below the line is unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.organisations.issues import finding, rates
from goodstanding.organisations.issues.rates import Figure
from goodstanding.organisations.models import CodeIssue, Identifier, Organisation, Registrar
from goodstanding.rules.returns import rates as defined
from goodstanding.rules.sources import CatalogueError
from tests.organisations.making import code, organisation

pytestmark = pytest.mark.django_db


def wrong(number: int) -> str:
    right = code(number)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


@pytest.fixture
def bob(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


@pytest.fixture
def town(market: Department) -> None:
    """Ten bodies of market regulation, known since last year, two of them under a wrong code, one issue of them put right."""
    Registrar.objects.create(authority="9", department=market)
    for number in range(1, 11):
        body = organisation(number, f"临澜市第{number}号有限公司")
        if number <= 2:
            Identifier.objects.filter(organisation=body).update(value=wrong(number))
            Organisation.objects.filter(pk=body.pk).update(uscc=wrong(number))
    Identifier.objects.update(known_from=timezone.now() - timedelta(days=400))
    finding.in_the_register(by=SYSTEM)
    CodeIssue.objects.filter(code=wrong(2)).update(state="corrected", closed_at=timezone.now())


def by_rate(figures: list[Figure], department: Department) -> dict[str, tuple[int, int]]:
    return {one.rate.code: (one.above, one.below) for one in figures if one.department == department}


def test_this_months_figures_and_the_rows_behind_them(town: None, market: Department, bob: Standing) -> None:
    month = rates.months()[0]
    figures = rates.figures(month, bob)
    assert by_rate(figures, market) == {"wrong": (1, 10), "duplicate": (0, 10), "corrected": (1, 2)}
    for one in figures:
        above = {issue.code if one.rate.of == "codes" else issue.pk for issue in rates.rows_behind(one.rate, market, month, "above")}
        assert len(above) == one.above
        if one.rate.of == "opened":
            assert rates.rows_behind(one.rate, market, month, "below").count() == one.below
    listed = rates.codes_below(market, month, after="", limit=50)
    assert [one.code for one in listed] == sorted(Identifier.objects.values_list("value", flat=True))
    assert rates.codes_below(market, month, after=listed[7].code, limit=50) == listed[8:]


def test_a_month_before_anything_was_known_is_unknown_and_not_nought(town: None, market: Department, bob: Standing) -> None:
    Identifier.objects.update(known_from=timezone.now())
    figures = rates.figures(rates.months()[5], bob)
    assert by_rate(figures, market)["wrong"] == (0, 0)
    assert {one.share for one in figures} == {None}


def test_what_was_open_at_the_end_of_a_month_counts_in_it_though_it_is_closed_now(town: None, market: Department, bob: Standing) -> None:
    last = rates.months()[1]
    begun = datetime(last.year, last.month, 5, tzinfo=timezone.get_current_timezone())
    CodeIssue.objects.update(opened_at=begun)
    assert by_rate(rates.figures(last, bob), market) == {"wrong": (2, 10), "duplicate": (0, 10), "corrected": (1, 2)}
    assert by_rate(rates.figures(rates.months()[0], bob), market)["corrected"] == (0, 0)


def test_what_proved_right_or_no_fault_is_not_counted(town: None, market: Department, bob: Standing) -> None:
    CodeIssue.objects.update(state="kept", closed_at=timezone.now())
    assert by_rate(rates.figures(rates.months()[0], bob), market) == {"wrong": (0, 10), "duplicate": (0, 10), "corrected": (0, 0)}


def test_a_wrong_code_that_is_on_no_register_stands_below_the_line_too(market: Department, bob: Standing) -> None:
    Registrar.objects.create(authority="9", department=market)
    CodeIssue.objects.create(kind="wrong", code=wrong(1), found_in="register: x", department=market)
    assert by_rate(rates.figures(rates.months()[0], bob), market)["wrong"] == (1, 1)


def test_a_department_sees_its_own_figures_alone(
    town: None, environment: Department, other_steward: User, steward: User, market: Department, standing_of: Callable[[User], Standing]
) -> None:
    Registrar.objects.create(authority="5", department=environment)
    assert {one.department for one in rates.figures(rates.months()[0], standing_of(other_steward))} == {environment}
    assert {one.department for one in rates.figures(rates.months()[0], standing_of(steward))} == {market}


def test_definitions_are_data_that_a_city_may_replace_and_that_say_how_sure_they_are(tmp_path: Path) -> None:
    assert {rate.sure for rate in defined()} == {False}
    text = '{ zh = "一", en = "one" }'
    own = f'[own]\ntitle = {text}\nabove = {text}\nbelow = {text}\nkinds = ["wrong"]\nof = "opened"\nsource = {text}\n'
    (tmp_path / "code_rates.toml").write_text(own, "utf-8")
    assert [(rate.code, rate.sure) for rate in defined(tmp_path)] == [("own", True)]
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "code_rates.toml").write_text(own.replace("opened", "guess"), "utf-8")
    with pytest.raises(CatalogueError):
        defined(bad)
