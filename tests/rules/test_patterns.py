"""The bulk path runs the same patterns in RE2: both engines must answer alike."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.rules import algorithms
from tests.rules.making import LINES

DATABASE = duckdb.connect()
NAMES = ["GARBLED", "FORMULA", "MARKUP", "PLACEHOLDER", "NUMBER_YEAR", "PLAIN_YEAR", "LONG_NUMBER", "PERSONAL_NAME", "DIGITS_LOST"]
PIECES = [
    *(
        "无",
        "测试",
        "测试数据1",
        "test",
        "N/A",
        "XX",
        "＝",
        "=",
        "-A",
        "@SUM",
        "+1",
        "<b>",
        "</p>",
        "&nbsp;",
        "<",
        ">",
        "锟斤拷",
        "\ufffd",
        "????",
        "。。",
    ),
    *(
        "(2026)",
        "〔2024〕",
        "[1999]",
        "【2020】",
        "12号",
        "123456789",
        "91330106MA2CDEFG7X",
        "王",
        "小明",
        "欧阳",
        "店",
        "李四",
        "有限公司",
        "0",
        "1",
        "11",
        "123",
        "9.1E+17",
        "E+1",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *LINES]) | st.text(max_size=4), max_size=4).map("".join))
def test_python_and_re2_answer_alike(text: str) -> None:
    if "\n" in text or "\x00" in text:  # cells are asked after cleaning, which leaves neither at an end
        return
    for name in NAMES:
        pattern = getattr(algorithms, name)
        row = DATABASE.execute("SELECT regexp_matches(?::VARCHAR, ?)", [text, pattern]).fetchone()
        assert row == (algorithms.python(pattern).search(text) is not None,), name


@pytest.mark.parametrize("name", ["王小明", "欧阳娜娜", "李四", "陈大文"])
def test_names_of_persons(name: str) -> None:
    assert algorithms.python(algorithms.PERSONAL_NAME).search(name)


@pytest.mark.parametrize("name", ["王记店", "李四饭馆", "某某有限公司", "老王烧烤", "刘家庄", "杨村小学", "公安局", "陈记"])
def test_names_of_shops_and_organs(name: str) -> None:
    assert not algorithms.python(algorithms.PERSONAL_NAME).search(name)
