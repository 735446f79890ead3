"""Numbers and dates of spreadsheets come out as a person sees them, and nothing is made up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.pipeline.read.numbers import number_text, serial_text

SEEN = {
    "1": "1",
    "1.0": "1",
    "0.2": "0.2",
    "0.30000000000000004": "0.3",
    "9.1440300192203802E+17": "9.14403001922038E+17",
    "440301103097413": "440301103097413",
    "914403001922038216": "914403001922038216",
    "1E-06": "0.000001",
    "-5.5": "-5.5",
    "#N/A": "#N/A",
}
DATES = {
    "43466": "2019-01-01",
    "43466.5": "2019-01-01 12:00:00",
    "0.75": "18:00:00",
    "1": "1900-01-01",
    "61": "1900-03-01",
    "-1": "-1",
    "99999999": "99999999",
    "2958465": "9999-12-31",
}


@pytest.mark.parametrize(("raw", "seen"), SEEN.items())
def test_numbers(raw: str, seen: str) -> None:
    assert number_text(raw) == seen


@pytest.mark.parametrize(("serial", "seen"), DATES.items())
def test_dates(serial: str, seen: str) -> None:
    assert serial_text(serial) == seen


def test_dates_of_books_that_count_from_1904() -> None:
    assert serial_text("42004", date1904=True) == "2019-01-01"


@given(st.dates(min_value=dt.date(1900, 3, 1)))
def test_every_date_comes_back(day: dt.date) -> None:
    assert serial_text(str((day - dt.date(1899, 12, 30)).days)) == day.isoformat()


@given(st.decimals(min_value=Decimal(-999999999), max_value=Decimal(999999999), places=6))
def test_every_amount_of_the_template_comes_back(amount: Decimal) -> None:
    assert Decimal(number_text(repr(float(amount)))) == amount


@given(st.text())
def test_no_text_breaks_it(raw: str) -> None:
    assert isinstance(number_text(raw), str)
    assert isinstance(serial_text(raw), str)
