"""Candidates put in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import names

TOWN = (
    *(
        "神州高铁技术股份有限公司",
        "神州数码集团股份有限公司",
        "北京神州汽车租赁有限公司",
        "鲁商生活服务股份有限公司",
        "山东鲁商科技有限公司",
    ),
    *("深圳市桑达实业股份有限公司", "深圳市全新好股份有限公司", "杭州宏达贸易有限公司", "宁波宏达贸易有限公司", "杭州宏远贸易有限公司"),
    *("杭州宏达科技有限公司", "杭州宏达贸易有限公司第一分公司"),
)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("神州高铁", "神州高铁技术股份有限公司"),
        ("鲁商服务", "鲁商生活服务股份有限公司"),
        ("深桑达A", "深圳市桑达实业股份有限公司"),
        ("*ST全新", "深圳市全新好股份有限公司"),
        ("杭州市宏达贸易有限责任公司", "杭州宏达贸易有限公司"),
        ("宏达（宁波）贸易有限公司", "宁波宏达贸易有限公司"),
        ("杭州宏达贸昜有限公司", "杭州宏达贸易有限公司"),
        ("杭州宏达贸易有限公司第1分公司", "杭州宏达贸易有限公司第一分公司"),
    ],
)
def test_the_one_that_was_meant_comes_first(asked: str, first: str) -> None:
    assert names.rank(asked, TOWN)[0][1] == first


def test_scores_fall_and_no_more_than_asked_for_come() -> None:
    found = names.Ranking(TOWN).rank("杭州宏达", k=3)
    assert len(found) == 3
    assert [score for score, _ in found] == sorted((score for score, _ in found), reverse=True)


def test_what_everybody_is_called_says_little() -> None:
    town = ["宏盛食品有限公司", *(f"{brand}科技有限公司" for brand in ("甲申", "乙酉", "丙子", "丁丑", "戊辰", "己巳", "庚午", "辛未"))]
    assert names.rank("宏科技", town)[0][1] == "宏盛食品有限公司"


def test_nothing_is_found_for_nothing() -> None:
    assert names.rank("", TOWN) == []
    assert names.rank("宏达", ["", " "]) == []
    assert names.rank("🏪", TOWN) == []


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_can_be_asked_for_among_any(asked: str, candidates: list[str]) -> None:
    assert all(0 <= score <= 1 and name in candidates for score, name in names.rank(asked, candidates))
