"""The small parts a city is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.city import coding
from goodstanding.city.chance import Chance, Dice, shuffled
from goodstanding.city.money import in_ten_thousands, in_words
from goodstanding.rules import legacy, uscc

FROZEN = [80637, 121797, 156664, 508321]
FROZEN_DICE = [669, 895, 63, 345]


@given(st.text(coding.ALPHABET, min_size=8, max_size=8), st.sampled_from(["91", "92", "12", "N2", "31"]), st.integers(0, 999_999))
def test_check_characters_are_those_of_the_rules(first8: str, pair: str, area: int) -> None:
    (orgcode,) = coding.orgcodes_of([first8])
    assert orgcode[8] == legacy.orgcode_check_character(first8)
    first17 = f"{pair}{area:06d}{orgcode}"
    assert coding.usccs([first17[:8]], [orgcode]) == [first17 + uscc.check_character(first17)]


@given(st.from_regex(r"[0-9]{14}", fullmatch=True))
def test_registration_numbers_end_as_the_rules_say(first14: str) -> None:
    assert coding.regnos([first14]) == [first14 + legacy.regno_check_digit(first14)]


@given(st.integers(1, 5_000), st.integers(0, 10**6))
def test_shuffling_gives_everybody_a_place_of_its_own(size: int, salt: int) -> None:
    places = shuffled(np.arange(size, dtype=np.int64), size, salt)
    assert sorted(places.tolist()) == list(range(size))


def test_chance_is_the_same_whatever_the_chunk_and_never_changes() -> None:
    chance, numbers = Chance(1), np.arange(1_000, dtype=np.int64)
    whole = chance.below("stream", numbers, 1_000_000).tolist()
    assert whole[400:500] == Chance(1).below("stream", numbers[400:500], 1_000_000).tolist()
    assert whole[:4] == FROZEN
    dice = Dice(1, "stream", 7)
    assert [dice.below(1_000) for _ in range(4)] == FROZEN_DICE


def test_a_draw_is_even() -> None:
    counts = np.bincount(Chance(3).below("even", np.arange(100_000, dtype=np.int64), 10), minlength=10)
    assert counts.min() > 9_500
    assert counts.max() < 10_500


@pytest.mark.parametrize(
    ("yuan", "words", "number"),
    [
        (2_000, "贰仟元整", "0.2"),
        (20_500, "贰万零伍佰元整", "2.05"),
        (100_000, "壹拾万元整", "10"),
        (200_300, "贰拾万零叁佰元整", "20.03"),
        (1_005, "壹仟零伍元整", "0.1005"),
        (10_005, "壹万零伍元整", "1.0005"),
        (100_000_001, "壹亿零壹元整", "10000.0001"),
    ],
)
def test_amounts_are_written_as_decisions_write_them(yuan: int, words: str, number: str) -> None:
    assert in_words(yuan) == words
    assert in_ten_thousands(yuan) == number
