from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import characters, names


@pytest.mark.parametrize(
    "written",
    [
        "北京某某（深圳）有限公司",
        "北京某某(深圳)有限公司",
        " 北京 某某【深圳】有限公司\u200b",
        "北京某某〔深圳〕有限公司",
        "北京某某﹙深圳﹚有限公司",
    ],
)
def test_brackets_and_spaces_make_no_difference(written: str) -> None:
    assert names.normal(written) == "北京某某(深圳)有限公司"


def test_letters_are_upper_case_and_narrow() -> None:
    assert names.normal("Ａbc餐饮ｋｔｖ") == "ABC餐饮KTV"


def test_bigrams_are_distinct_and_in_order() -> None:
    assert names.bigrams("甲乙甲乙丙") == ["甲乙", "乙甲", "乙丙"]
    assert names.bigrams("甲") == ["甲"]
    assert names.bigrams("") == []


@given(st.text(max_size=40))
def test_a_normal_name_is_its_own_normal_form_and_shows_every_character(name: str) -> None:
    once = names.normal(name)
    assert not any(unicodedata.category(c) in ("Cf", "Cc", "Zs", "Zl", "Zp") for c in once)
    assert names.normal(once) == once or unicodedata.normalize("NFKC", once.upper()) != once.upper()


def test_the_classes_cover_what_unicode_calls_invisible() -> None:
    for codepoint in range(0x110000):
        character = chr(codepoint)
        if unicodedata.category(character) in ("Cf", "Cc", "Zs", "Zl", "Zp"):
            assert characters.compact(character) == "", hex(codepoint)
