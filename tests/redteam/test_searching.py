"""The search that the red-team test trusts can fail: whatever is planted in a text is found in it."""

from __future__ import annotations

import pytest

from goodstanding.city.chance import Dice
from tests.redteam.forms import IN_CODES, IN_TEXT, Form
from tests.redteam.searching import Searcher

NOISE = "临市监罚〔2026〕17号，罚款人民币贰万元整（20000元），统一社会信用代码91341402954200070U，2026年3月5日。" * 50


@pytest.mark.parametrize("form", [*IN_TEXT, *IN_CODES], ids=lambda form: form.name)
def test_a_datum_is_found_however_it_is_written(form: Form) -> None:
    dice = Dice(1, form.name, 1)
    others = [form.make(dice) for _ in range(500)]
    datum = others[250]
    leak = NOISE + form.sentence.format(form.written(datum)).replace("\n", "\\n") + NOISE
    assert datum in {found.datum for found in Searcher(others).search(leak, "here")}


@pytest.mark.parametrize("form", [*IN_TEXT, *IN_CODES], ids=lambda form: form.name)
def test_nothing_is_found_where_nothing_is(form: Form) -> None:
    dice = Dice(1, form.name, 2)
    assert not list(Searcher(form.make(dice) for _ in range(5000)).search(NOISE, "here"))


def test_half_a_number_is_found_too() -> None:
    number = IN_TEXT[0].make(Dice(1, "half", 1))
    assert list(Searcher([number]).search(NOISE + f"身份证号{number[:13]}***" + NOISE, "here"))


def test_a_datum_on_the_border_of_two_blocks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.redteam.searching.BLOCK", 1000)
    number = IN_TEXT[0].make(Dice(1, "border", 1))
    for before in range(980, 1001):
        assert list(Searcher([number]).search("字" * before + number + "字" * 500, "here"))


def test_a_piece_of_a_checksum_is_no_passport() -> None:
    passport = next(form for form in IN_TEXT if form.name == "passport").make(Dice(1, "passport", 1))
    assert not list(Searcher([passport]).search(f"sha256 48fdc427f3ff{passport.lower()}b7a89d3a", "here"))
    assert list(Searcher([passport]).search(f"护照{passport}，", "here"))


def test_what_chance_writes_into_a_checksum_is_nobody_s_number() -> None:
    number = IN_TEXT[0].make(Dice(1, "chance", 1))
    drawn = f"{number[:9]}c{number[9:]}".ljust(64, "b")
    assert not list(Searcher([number]).search(f"{NOISE}\t{drawn}\t{NOISE}", "here"))
    assert list(Searcher([number]).search(f"{NOISE}\t{drawn}\t{number}\t{NOISE}", "here"))
    assert list(Searcher([number]).search(f"{NOISE}\t{number * 2}\t{NOISE}", "here")), "digits alone are no checksum"
