"""Dates in all the shapes departments write them; the standard itself asks for YYYY/MM/DD."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from goodstanding.rules import characters

OPEN = date(2099, 12, 31)
"""Open-ended (长期): the 2018 data standard writes 2099/12/31. Anything later means the same."""
EMPTY = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)})
"""What a spreadsheet makes of an empty or zero date."""
OPEN_WORDS = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "长期有效期"})
NOTHING = frozenset({"", "0", "-", "--", "/"})
ZEROS = ("0000-00-00", "0000/00/00", "1900-01-00", "1900/1/0")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_LEAST, _SERIAL_MOST = 18264, 73050  # 1950-01-01 … 2099-12-31
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")

_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6}|[0-9]{4})?")
_PARTED = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)")
_TIME = re.compile(r"[T ]?([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)\s*(Z|[+-][0-9]{2}:?[0-9]{2})?", re.IGNORECASE)
_CHINESE_DAY = re.compile(r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?")


def read(text: str | None) -> date | None:
    """The date meant by ``text``; :data:`OPEN` for an open end; None for an empty cell or something that is no date.

    ``is_empty`` tells the two Nones apart. A time of day is dropped; a time with a zone is first moved to China's, because
    exports write midnight of 5 March as ``2018-03-04T16:00:00Z``. Day-first and two-digit years are refused: they can be misread.
    """
    cell = characters.clean(text or "")
    if cell in OPEN_WORDS:
        return OPEN
    found = _day(cell)
    if found is None or found in EMPTY:
        return None
    return min(found, OPEN)


def is_empty(text: str | None) -> bool:
    """Nothing, or what a spreadsheet leaves where there was nothing (``1899-12-31``, ``0000-00-00``, ``0``)."""
    cell = characters.clean(text or "")
    return cell in NOTHING or cell.startswith(ZEROS) or _day(cell) in EMPTY


def _day(cell: str) -> date | None:
    if match := _SERIAL.fullmatch(cell):
        days = int(match[1])
        return _SERIAL_ZERO + timedelta(days=days) if _SERIAL_LEAST <= days <= _SERIAL_MOST else None
    if match := _PLAIN.fullmatch(cell):
        return _made(match[1], match[2], match[3])
    if match := _CHINESE_DAY.fullmatch(cell):
        return _made(match[1].translate(_CHINESE), str(_tens(match[2])), str(_tens(match[3])))
    if match := _PARTED.match(cell):
        day = _made(match[1], match[3] or match[5], match[4] or match[6])
        return _with_time(day, cell[match.end() :]) if day else None
    return None


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_time(day: date, rest: str) -> date | None:
    if not rest.strip():
        return day
    match = _TIME.fullmatch(rest)
    if match is None:
        return None
    zone = (match[2] or "").upper().replace("Z", "+0000").replace(":", "")
    if not zone:
        return day
    hours, minutes = (int(part) for part in match[1].split(":")[:2])
    if hours > 23 or minutes > 59 or day.year in (1, 9999):
        return None
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (1 if zone[0] == "+" else -1)
    return (datetime(day.year, day.month, day.day, hours, minutes) - ahead + timedelta(hours=8)).date()  # noqa: DTZ001 (plain wall-clock sums)


def _tens(numeral: str) -> int:
    """Up to 三十一."""
    if "十" not in numeral:
        return int(numeral.translate(_CHINESE))
    left, right = numeral.split("十", 1)
    return int((left or "一").translate(_CHINESE)) * 10 + int((right or "〇").translate(_CHINESE))
