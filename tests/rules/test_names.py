from __future__ import annotations

import re
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


@given(st.text(max_size=40) | st.text("-–·.,'1a後雲(（　\u200bŉǰﬁ", max_size=12))
def test_a_normal_name_is_its_own_normal_form_and_shows_every_character(name: str) -> None:
    once = names.normal(name)
    assert not any(unicodedata.category(c) in ("Cf", "Cc", "Zs", "Zl", "Zp") for c in once)
    assert names.normal(once) == once


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("雲南後谷咖啡有限公司", "云南后谷咖啡有限公司"),
        ("鉅盛華股份有限公司", "钜盛华股份有限公司"),
        ("A.B.C. Co., Ltd.", "ABCCOLTD"),
        ("麦当劳·宏达", "麦当劳宏达"),
        ("宏达—远景", "宏达远景"),
        ("7-11便利店", "7-11便利店"),
        ("7—11便利店", "7-11便利店"),
        ("3·15维权中心", "3·15维权中心"),
        ("宏达“远景”有限公司。", "宏达远景有限公司"),
        ("A＆B", "A&B"),
        ("甲、乙", "甲、乙"),
        ("—", "-"),
    ],
)
def test_script_and_marks_are_written_one_way(written: str, normal: str) -> None:
    assert names.normal(written) == normal


@pytest.mark.parametrize(
    "pair", [("乾元", "干元"), ("昇兴", "升兴"), ("二〇二", "二零二"), ("3-5号店", "35号店"), ("第一", "第壹"), ("於氏", "于氏")]
)
def test_what_may_be_two_names_stays_two(pair: tuple[str, str]) -> None:
    assert names.normal(pair[0]) != names.normal(pair[1])


@given(st.text("宏达後雲ABCab()（）12", max_size=20))
def test_a_tidy_name_needs_no_more_than_upper_case_and_brackets(name: str) -> None:
    if re.fullmatch(f"[{names.tidy()}]*", name):
        assert names.normal(name) == name.upper().replace("（", "(").replace("）", ")")


def test_the_classes_cover_what_unicode_calls_invisible() -> None:
    for codepoint in range(0x110000):
        character = chr(codepoint)
        if unicodedata.category(character) in ("Cf", "Cc", "Zs", "Zl", "Zp"):
            assert characters.compact(character) == "", hex(codepoint)
