"""Candidates for names that no rule could match."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.damage import damage
from goodstanding.pipeline import candidates

REGISTER = [
    "临澜市青玉养生馆",
    "宁湄悦熙摩托车行",
    "江屿麓岸起重设备有限公司",
    "望澜素遥佳餐馆",
    "宁湄隼泉药店",
    "临澜市澜西区嶺醇水务工程有限公司",
    "宁湄煦舟信粮油店",
    "宁湄蓝绣置业厂",
    "临澜汀玉美纸业厂",
    "澜东昀馨正地产有限责任公司",
    "宁湄峦香粮油(普通合伙)",
    "临澜市栎岭华数据服务(普通合伙)",
]


def best(name: str, register: list[str] = REGISTER) -> str | None:
    """The first candidate's name."""
    found = candidates.find([name], [register]).to_pylist()
    return register[found[0]["known"]] if found else None


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("宁湄隼全药店", "宁湄隼泉药店"),
        ("隼泉药店", "宁湄隼泉药店"),
        ("望澜遥素佳餐馆", "望澜素遥佳餐馆"),
        ("江屿麓岸起重设备有限责任公司", "江屿麓岸起重设备有限公司"),
        ("宁湄蓝绣通置业厂", "宁湄蓝绣置业厂"),
    ],
)
def test_a_mistyped_name_finds_the_right_one(typed: str, right: str) -> None:
    assert best(typed) == right


def test_every_damaged_name_of_a_small_register_is_among_ten() -> None:
    asked = damage(REGISTER * 20, seed=4)
    found = candidates.find([typed for _, typed, _ in asked], [REGISTER])
    pairs = set(zip(found["row"].to_pylist(), found["known"].to_pylist(), strict=True))
    assert all((row, REGISTER.index(right)) in pairs for row, (_, _, right) in enumerate(asked))


def test_shards_change_nothing_but_the_order_of_work() -> None:
    asked = [typed for _, typed, _ in damage(REGISTER, seed=9)]
    whole = candidates.find(asked, [REGISTER])
    cut = candidates.find(asked, [REGISTER[:5], REGISTER[5:6], REGISTER[6:]])
    best_of = [{row["row"]: row["known"] for row in reversed(table.to_pylist())} for table in (whole, cut)]
    assert best_of[0] == best_of[1]
    assert cut["known"].to_pylist()


def test_more_names_than_one_part_keep_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "ASKED", 3)
    found = candidates.find(REGISTER, [REGISTER]).to_pylist()
    assert [row["known"] for row in found if row["score"] == 1.0] == list(range(len(REGISTER)))
    assert [row["row"] for row in found] == sorted(row["row"] for row in found)


def test_the_best_stands_first_and_there_are_ten_at_most() -> None:
    register = [f"宁湄{a}{b}药店" for a in "隼泉青玉" for b in "煦舟信蓝"]
    found = candidates.find(["宁湄隼煦药店"], [register]).to_pylist()
    scores = [row["score"] for row in found]
    assert len(found) == candidates.BEST
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


@pytest.mark.parametrize(
    "name", ["", "店", "店" * 300, "🏪🏪商店", "\u202e店药泉隼", "11010519491231002X", "\ud800药店", "宁湄隼泉药店、宁湄蓝绣置业厂"]
)
def test_whatever_is_asked_it_answers(name: str) -> None:
    found = candidates.find([name, "宁湄隼泉药店"], [REGISTER]).to_pylist()
    assert next(row["known"] for row in found if row["row"] == 1) == REGISTER.index("宁湄隼泉药店")


def test_nothing_asked_or_nothing_known_is_nothing_found() -> None:
    assert candidates.find([], [REGISTER]).num_rows == 0
    assert candidates.find(REGISTER, []).num_rows == 0
    assert candidates.find(REGISTER, [[]]).num_rows == 0
    assert candidates.find(["店"], [["店"]]).num_rows == 0


@given(
    st.lists(st.text("临澜宁湄青玉隼泉药店公司", min_size=2, max_size=12), min_size=1, max_size=candidates.BLOCK, unique=True),
    st.randoms(use_true_random=False),
)
def test_a_name_on_the_register_is_its_own_best_candidate(register: list[str], chance: random.Random) -> None:
    name = chance.choice(register)
    first = candidates.find([name], [register]).to_pylist()[0]
    assert (register[first["known"]], first["score"]) == (name, 1.0)
