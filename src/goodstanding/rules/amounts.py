"""Amounts of money: the template's unit is 10,000 yuan (万元); decisions write yuan in digits or in Chinese capitals."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from goodstanding.rules import characters

UNIT = 10_000
"""Yuan in one unit of the template's amount columns."""
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?")
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_DIGITS = {c: i % 10 for i, c in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "貮": 2, "弍": 2, "陸": 6}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERALS = "".join(_DIGITS) + "".join(_TENS) + "万萬亿"
_IN_TEXT = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?) ?(亿|千万|百万|十万|万|千|百)? ?元|([{_NUMERALS}]+)[元圆]")
_MOST_SUMMED = 6


def read(text: str | None) -> Decimal | None:
    """A plain amount, with or without thousands separators; None for anything else, units included (their meaning is a guess).

    At most twelve digits before and six behind the point: ``number(18,6)`` of the data standard.
    """
    cell = characters.clean(text or "")
    if _PLAIN.fullmatch(cell):
        return Decimal(cell)
    return Decimal(cell.replace(",", "")) if _GROUPED.fullmatch(cell) else None


def in_text(text: str) -> list[Decimal]:
    """Every amount a text names, in yuan: ``2000元``, ``3.5 万元``, ``贰拾万元整``."""
    found = []
    for match in _IN_TEXT.finditer(characters.clean(text)):
        if match[1]:
            found.append(Decimal(match[1].replace(",", "")) * _SCALES[match[2] or ""])
        elif amount := chinese(match[3]):
            found.append(Decimal(amount))
    return found


def chinese(numerals: str) -> int:
    """``贰拾万零伍佰`` -> 200500; 0 where the numerals make no number."""
    total = section = digit = 0
    for numeral in numerals:
        if numeral in _DIGITS:
            digit = _DIGITS[numeral]
        elif numeral in _TENS:
            section += (digit or 1) * _TENS[numeral]
            digit = 0
        else:
            scale = 100_000_000 if numeral == "亿" else 10_000
            total = (total + section + digit) * scale if numeral == "亿" else total + (section + digit) * scale
            section = digit = 0
    return total + section + digit


def agree(amount: Decimal, named: list[Decimal]) -> bool:
    """Whether an amount in yuan is one of those a text names, or the sum of some (a fine for each violation)."""
    if amount in named or len(named) > _MOST_SUMMED:
        return True
    return any(sum(some) == amount for size in range(2, len(named) + 1) for some in combinations(named, size))
