"""Spoilt dates, and dates that are only written in another way."""

from __future__ import annotations

from datetime import date, timedelta

from goodstanding.city.days import slashed
from goodstanding.city.faults.planting import Scene, Spoil


def _day(text: str) -> date | None:
    return date(*(int(part) for part in text.split("/"))) if text else None


def as_written(shape: str) -> Spoil:
    """The same day in another shape, e.g. ``{y}年{m}月{d}日``; nothing is wrong with it."""

    def spoil(text: str, _scene: Scene) -> str | None:
        day = _day(text)
        return shape.format(y=day.year, m=day.month, d=day.day, serial=(day - date(1899, 12, 30)).days) if day else None

    return spoil


def instead(*texts: str) -> Spoil:
    """Something fixed in the date's (or any cell's) place."""

    def spoil(text: str, scene: Scene) -> str | None:
        planted = scene.dice.pick(texts)
        return planted if planted != text else None

    return spoil


def impossible(text: str, scene: Scene) -> str | None:
    """A day that is on no calendar."""
    return f"{text[:4]}/{scene.dice.pick(('02/30', '02/31', '04/31', '06/31', '09/31', '11/31', '13/05', '00/12'))}" if text else None


def day_first(text: str, _scene: Scene) -> str | None:
    """05/03/2026: may be read two ways, so it is not read at all."""
    day = _day(text)
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else None


def two_digit_year(text: str, _scene: Scene) -> str | None:
    """26/3/5."""
    day = _day(text)
    return f"{day:%y}/{day.month}/{day.day}" if day else None


def in_future(_text: str, scene: Scene) -> str | None:
    """A decision of a day that has not come."""
    return slashed(scene.today + timedelta(days=1 + scene.dice.below(300)))


def before(role: str) -> Spoil:
    """An end before its beginning (the date in ``role``)."""

    def spoil(_text: str, scene: Scene) -> str | None:
        start = _day(scene.row.get(role, ""))
        return slashed(start - timedelta(days=1 + scene.dice.below(200))) if start else None

    return spoil


def years_later(text: str, _scene: Scene) -> str | None:
    """A claim of five years more than any rule gives."""
    return f"{int(text[:4]) + 5}{text[4:].replace('/02/29', '/02/28')}" if text else None
