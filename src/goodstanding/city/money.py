"""Amounts as decisions write them."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def _group(number: int) -> str:
    """1 to 9999 in words, without zeros at the end."""
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _UNITS[place]
            zero = False
        else:
            zero = True
    return text


def in_words(yuan: int) -> str:
    """20500 -> 贰万零伍佰元整, as on a decision (whole yuan, below 10**12)."""
    text, rest, power = "", yuan, 8
    while power >= 0:
        group, rest = divmod(rest, 10**power)
        if group:
            gap = text and (group < 1000 or text.endswith("零"))
            text += ("零" if gap else "") + _group(group) + _GROUPS[power // 4]
        power -= 4
    return f"{text or '零'}元整"


def in_ten_thousands(yuan: int) -> str:
    """2000 -> 0.2: the unit of the 2018 template is 万元, up to six decimals."""
    whole, part = divmod(yuan, 10_000)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".")
