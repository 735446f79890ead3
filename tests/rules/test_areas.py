"""Areas through the years: what a code was called and what became of it; what is not known is said to be unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules.codes import areas


def test_an_area_in_use_has_its_whole_name() -> None:
    found = areas.area("330108")
    assert (found.known, found.live, found.periods[0].place) == (True, True, "浙江省杭州市滨江区")


def test_an_abolished_area_says_what_became_of_it() -> None:
    found = areas.area("330104")
    assert (found.live, found.today) == (False, ("330102", "330114"))
    assert found.periods[0].until == 2021
    assert areas.names_of(found.today).zh == "上城区（330102）、钱塘区（330114）"


def test_what_followed_is_followed_to_the_present_day() -> None:
    """萧山县 became a city under another code twice before it became a district."""
    assert areas.area("330121").today == ("330109",)


def test_a_renamed_area_keeps_its_code_and_its_names_newest_first() -> None:
    found = areas.area("210311")
    names = [(one.name, one.since, one.until) for one in found.periods]
    assert names == [("千山区", 1996, None), ("旧堡区", 1984, 1996), ("郊区", 1983, 1984)]
    assert found.today == ()


def test_a_code_no_list_has_is_unknown_and_lies_where_its_beginning_says() -> None:
    found = areas.area("440101")
    assert not found.known
    assert found.within is not None
    assert found.within.place == "广东省广州市"
    nowhere = areas.area("999999")
    assert (nowhere.known, nowhere.within) == (False, None)


def test_the_national_level_is_no_area_and_is_known() -> None:
    assert areas.area(areas.NATIONAL).known


def test_every_province_has_an_english_name() -> None:
    assert {areas.english_of(one.province) for periods in areas._periods().values() for one in periods}


@pytest.mark.parametrize("code", ["", "33", "33010", "3301088", "abcdef", "三三〇一〇八"])
def test_what_is_no_code_is_unknown(code: str) -> None:
    assert not areas.area(code).known


@given(st.from_regex("[0-9]{6}", fullmatch=True))
def test_any_six_digits_get_an_answer_and_no_walk_goes_in_circles(code: str) -> None:
    found = areas.area(code)
    assert all(areas.area(later).live for later in found.today)
