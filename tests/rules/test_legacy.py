from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import legacy, uscc
from tests.rules import making


@pytest.mark.parametrize("code", ["192203821", "19220382-1", "71526726X", " 400000624 "])
def test_organisation_codes(code: str) -> None:
    assert legacy.orgcode_ok(code)


@pytest.mark.parametrize("code", ["192203820", "", "19220382", "1922038211", "中文"])
def test_wrong_organisation_codes(code: str) -> None:
    assert not legacy.orgcode_ok(code)


@pytest.mark.parametrize("number", ["110108000000016", "440301103097413", "330100400013364"])
def test_registration_numbers(number: str) -> None:
    assert legacy.regno_ok(number)


@given(making.regnos(), st.integers(0, 14), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_registration_number_is_noticed(number: str, place: int, digit: str) -> None:
    damaged = number[:place] + digit + number[place + 1 :]
    assert legacy.regno_ok(damaged) == (damaged == number)


@pytest.mark.parametrize(
    ("number", "may"), [("3304811104905", True), ("企独浙总字第001234号", True), ("330106000012345", False), ("12345", False)]
)
def test_older_registration_numbers(number: str, may: bool) -> None:
    assert legacy.regno_may_be(number) == may


@given(st.sampled_from(making.PLACES), making.orgcodes())
def test_the_organisation_code_comes_out_of_a_tax_number(place: str, orgcode: str) -> None:
    assert legacy.orgcode_of_taxno(place + orgcode) == orgcode


@given(making.usccs())
def test_the_organisation_code_comes_out_of_a_uscc_as_tax_number(code: str) -> None:
    assert legacy.orgcode_of_taxno(code) == uscc.orgcode(code)


def test_a_wrong_check_character_gives_nothing() -> None:
    assert legacy.orgcode_of_taxno("440300192203820") is None
    assert legacy.orgcode_of_taxno("33010619900101123401") is None
