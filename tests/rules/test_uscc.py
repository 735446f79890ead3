from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import legacy, uscc
from goodstanding.rules.codes import repairing
from tests.rules import making


@pytest.mark.parametrize(
    "code",
    [
        *(
            "914403001922038216",
            "9144030071526726XG",
            "12100000400000624D",
            "1210000042500615X0",
            "11420000MB15291767",
            "91620105L015101280",
        ),
        *(
            "N2330103MF01234518",
            "Y1110000MF0123451W",
            "A1110000MF0123451H",
            "51110000MF0123451N",
            "31310000MF01234516",
            "71330100MF0123451F",
        ),
    ],
)
def test_lawful_codes_pass_whatever_their_authority(code: str) -> None:
    assert uscc.check(code) == uscc.Verdict(ok=True, code=code, faults=())


@pytest.mark.parametrize(
    ("written", "fault", "repaired"),
    [
        ("914403001922038217", "USCC_CHECK", None),
        ("91110000600037341N", "USCC_CHECK", None),
        ("A1110000600037341L", "USCC_CHECK", None),
        ("9111000060003IOZSV", "USCC_CHARACTER", None),
        ("9I4403001922038216", "USCC_CHARACTER", "914403001922038216"),
        ("L914403001922038216", "USCC_LENGTH", "914403001922038216"),
        ("91440300192203821", "USCC_LENGTH", "914403001922038216"),
        ("91440300192203821？", "USCC_CHARACTER", "914403001922038216"),
        ("12345", "USCC_LENGTH", None),
        ("00000000000000000X", "USCC_PLACEHOLDER", None),
        ("000000000000000000", "USCC_PLACEHOLDER", None),
        ("", "USCC_LENGTH", None),
    ],
)
def test_a_wrong_code_is_named_for_its_fault_and_repaired_only_in_one_way(written: str, fault: str, repaired: str | None) -> None:
    verdict = uscc.check(written)
    assert not verdict.ok
    assert fault in verdict.faults
    assert repairing.repair(written) == repaired


@pytest.mark.parametrize(
    "written", ["91440300192203821６", "9144030019220 38216", "9144-0300-1922-0382-16", "914403001922038216\u200b", " 914403001922038216\n"]
)
def test_dress_is_taken_off(written: str) -> None:
    assert uscc.check(written) == uscc.Verdict(ok=True, code="914403001922038216", faults=())


def test_an_area_that_no_list_knows_is_no_error() -> None:
    first17 = "91" + "999999" + "192203821"
    verdict = uscc.check(first17 + uscc.check_character(first17))
    assert verdict.ok
    assert verdict.faults == ("USCC_AREA_UNKNOWN",)


def test_an_unknown_authority_only_warns() -> None:
    first17 = "97" + "440300" + "192203821"
    verdict = uscc.check(first17 + uscc.check_character(first17))
    assert verdict.ok
    assert verdict.faults == ("USCC_PAIR_UNKNOWN",)


@given(making.usccs(), st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, character: str) -> None:
    damaged = code[:place] + character + code[place + 1 :]
    assert uscc.check(damaged).ok == (damaged == code)


@given(making.usccs(), st.integers(0, 16))
def test_two_swapped_neighbours_are_always_noticed(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert uscc.check(swapped).ok == (swapped == code)


@given(making.usccs())
def test_the_organisation_code_inside_is_valid_by_itself(code: str) -> None:
    assert legacy.orgcode_ok(uscc.orgcode(code))


@given(st.text(max_size=25))
def test_any_text_gets_a_verdict(text: str) -> None:
    verdict = uscc.check(text)
    assert verdict.ok == uscc.passes(verdict.code)
