"""Pictures as numbers: where on a bar a day stands. The template draws it, so that it prints and needs no script and no style attribute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Showing(NamedTuple):
    """The days of a record: shown from, last day shown, today, and when it may end at the earliest (or None)."""

    shown_from: date
    shown_until: date
    today: date
    earliest: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A :class:`Showing` in per cent of the width: where today stands, how much has passed, where the earliest end lies."""

    showing: Showing
    today: float
    passed: float
    earliest: float | None
    days_left: int
    anchor: str


def draw(showing: Showing) -> Bar:
    """Measure the bar. Days outside it are moved to its ends; a bar of one day is full."""
    length = max((showing.shown_until - showing.shown_from).days, 1)

    def place(day: date) -> float:
        return round(100 * min(max((day - showing.shown_from).days / length, 0.0), 1.0), 2)

    today = place(showing.today)
    inside = showing.earliest is not None and showing.shown_from < showing.earliest < showing.shown_until
    return Bar(
        showing=showing,
        today=today,
        passed=today,
        earliest=place(showing.earliest) if inside and showing.earliest else None,
        days_left=max((showing.shown_until - showing.today).days, 0),
        # Words beside the mark stay inside the picture.
        anchor="start" if today < 20 else "end" if today > 80 else "middle",
    )
