from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import amounts


@pytest.mark.parametrize(
    ("written", "amount"), [("0.2", "0.2"), ("２０", "20"), ("1,234.5", "1234.5"), ("-1", "-1"), ("0", "0"), ("0.123456", "0.123456")]
)
def test_amounts(written: str, amount: str) -> None:
    assert amounts.read(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["", None, "2000元", "0.2万元", "约2万", "1e3", "0.1234567", "1234567890123", "1,23", "12,34", "￥2", "nan", "五万"]
)
def test_what_is_no_plain_amount(written: str | None) -> None:
    assert amounts.read(written) is None


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("罚款2000元", [2000]),
        ("罚款人民币3.5万元整", [35000]),
        ("罚款贰拾万元整（200000元）", [200_000, 200_000]),
        ("罚款壹万贰仟叁佰元", [12300]),
        ("处罚款人民币２，０００．００元", [2000]),
        ("罚款10万元；按日连续处罚110万元", [100_000, 1_100_000]),
        ("罚款两百元", [200]),
        ("罚款十元", [10]),
        ("罚款壹亿零伍拾万元", [100_500_000]),
        ("罚款1.2亿元", [120_000_000]),
        ("警告", []),
        ("公元2018年，一元一次方程", []),
    ],
)
def test_amounts_in_a_text(text: str, yuan: list[int]) -> None:
    found = [int(amount) for amount in amounts.in_text(text)]
    assert found == yuan or (not yuan and all(amount < 10 for amount in found))


def test_a_sum_of_fines_agrees() -> None:
    named = amounts.in_text("罚款10万元；按日连续处罚110万元")
    assert amounts.agree(Decimal(1_200_000), named)
    assert amounts.agree(Decimal(100_000), named)
    assert not amounts.agree(Decimal(1_000_000), named)


@given(st.integers(1, 10**9))
def test_digits_in_a_text_are_read_back(amount: int) -> None:
    assert amounts.in_text(f"处以罚款{amount:,}元。") == [Decimal(amount)]
