"""Pictures as numbers: where on a bar a day stands. The template draws it, so that it prints and needs no script and no style attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from goodstanding.rules.dates import OPEN


class Showing(NamedTuple):
    """The days of a record: shown from, last day shown, today, when it may end at the earliest, and the decision its time counts from."""

    shown_from: date
    shown_until: date
    today: date
    earliest: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A :class:`Showing` in per cent of the width: where it begins to show, where today stands, where the earliest end lies.

    The bar begins with the decision, for that is what the period counts from.
    """

    showing: Showing
    begins: float
    shown: float
    today: float
    passed: float
    earliest: float | None
    days_left: int
    anchor: str
    legend: tuple[tuple[str, date], ...]


def draw(showing: Showing) -> Bar:
    """Measure the bar. Days outside it are moved to its ends; a bar of one day is full."""
    start = min(showing.decided_on or showing.shown_from, showing.shown_from)
    length = max((showing.shown_until - start).days, 1)

    def place(day: date) -> float:
        return round(100 * min(max((day - start).days / length, 0.0), 1.0), 2)

    today, begins = place(showing.today), place(showing.shown_from)
    inside = showing.earliest is not None and start < showing.earliest < showing.shown_until
    return Bar(
        showing=showing,
        begins=begins,
        shown=round(100 - begins, 2),
        today=today,
        passed=round(max(today - begins, 0.0), 2),
        earliest=place(showing.earliest) if inside and showing.earliest else None,
        days_left=max((showing.shown_until - showing.today).days, 0),
        # Words beside the mark stay inside the picture, on a phone too.
        anchor="start" if today < 35 else "end" if today > 65 else "middle",
        legend=_legend(showing, with_earliest=inside),
    )


def _legend(showing: Showing, *, with_earliest: bool) -> tuple[tuple[str, date], ...]:
    """What the marks mean, in the order of the days."""
    marks = {"decided": showing.decided_on, "from": showing.shown_from, "earliest": showing.earliest if with_earliest else None}
    dated = sorted(((name, day) for name, day in marks.items() if day), key=itemgetter(1))
    return (*dated, ("open" if showing.shown_until >= OPEN else "until", showing.shown_until))


LEAST = 0.8
"""Per cent of the width that the smallest share still gets: one faulty row among a million is not nothing."""


class Share(NamedTuple):
    """A part of a whole as a stretch of a bar: where it begins and how wide it is, in per cent."""

    begins: float
    width: float


def shares(numbers: Sequence[int]) -> list[Share]:
    """The stretches of one bar for numbers that make a whole; a number that is not nothing can be seen."""
    whole = sum(numbers)
    wide = [max(100 * number / whole, LEAST) if number else 0.0 for number in numbers] if whole else [0.0 for _ in numbers]
    total, begins, found = sum(wide) or 1.0, 0.0, []
    for one in wide:
        width = 100 * one / total
        found.append(Share(round(begins, 2), round(width, 2)))
        begins += width
    return found


def lengths(numbers: Sequence[int]) -> list[float]:
    """The widths of bars under each other, in per cent of the longest."""
    longest = max(numbers, default=0)
    return [round(max(100 * number / longest, LEAST), 2) if number else 0.0 for number in numbers]
