"""The kernels wave through only what the plain functions find no fault with."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.pipeline import kernels
from goodstanding.rules import legacy, persons, uscc
from tests.pipeline.core import junk

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-中"


def right(what: str, *cells: str | None) -> list[bool]:
    return [bool(answer) for answer in kernels.right(pa.array(cells, pa.string()), what)]


def damaged(code: str, random_: random.Random) -> str:
    place = random_.randrange(len(code))
    return code[:place] + random_.choice(ALPHABET) + code[place + 1 :]


def test_a_right_uscc_is_waved_through_and_a_damaged_one_only_if_it_is_right_too() -> None:
    random_ = random.Random(3)
    codes = [junk.code(random_, random_.choice(sorted(uscc.PAIRS))) for _ in range(3_000)]
    codes += [damaged(code, random_) for code in codes]
    answers = right("uscc", *codes)
    assert sum(answers[:3_000]) > 2_900
    for code, answer in zip(codes, answers, strict=True):
        nothing = not uscc.check(code).faults and not persons.find(code, code_column=True) and code == uscc.clean(code)
        assert not answer or nothing, code


@given(st.lists(st.one_of(st.none(), st.text(ALPHABET, max_size=20)), max_size=20))
def test_nothing_wrong_is_ever_waved_through(cells: list[str | None]) -> None:
    plain = {"uscc": uscc.passes, "orgcode": legacy.orgcode_ok, "regno": legacy.regno_ok, "taxno": legacy.orgcode_of_taxno}
    for what, check in plain.items():
        for cell, answer in zip(cells, right(what, *cells), strict=True):
            assert cell is None or not answer or (check(cell) and cell.isalnum())


@pytest.mark.parametrize(("what", "code"), [("orgcode", "192203821"), ("regno", "110108000000016"), ("taxno", "330301192203821")])
def test_right_legacy_codes_are_waved_through_wherever_they_stand(what: str, code: str) -> None:
    assert right(what, None, code, "", code + "1", code) == [True, True, False, False, True]


def test_a_slice_of_a_column_is_read_from_its_own_beginning() -> None:
    column = pa.array(["913301001922038216", "914403001922038216", None, "x"], pa.string())
    assert kernels.right(column.slice(1), "uscc").tolist() == [True, True, False]


def test_a_uscc_that_could_be_an_identity_number_is_not_the_kernels_business() -> None:
    inner = "90010112"  # characters 9 to 16 of a code whose 7th to 14th read as a birth date
    first17 = "11" + "330119" + inner + legacy.orgcode_check_character(inner)
    code = first17 + uscc.check_character(first17)
    assert uscc.passes(code)
    assert right("uscc", code) == [False]
