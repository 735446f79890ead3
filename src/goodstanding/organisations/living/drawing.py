"""An organisation's life as a picture and as a table: names, codes, how it stood, whom it is tied to, each with its days.

The picture is numbers in per cent of a width; the template draws it without script and without a style attribute, so that it prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from goodstanding.organisations import statuses
from goodstanding.organisations.living.asking import Fact, State
from goodstanding.rules.codes import areas
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

LANES = ("name", "code", "status", "district", "relation")
STEPS = (1, 2, 5, 10, 20)
TICKS = 6
"""At most so many years are written under the picture: more would touch one another on a phone."""
THINNEST = 0.8
"""Per cent: what lasted a week is still seen."""


class Line(NamedTuple):
    """One thing that was so: ``title`` says what kind of thing, ``value`` what it was, ``address`` the code of another body's page."""

    lane: str
    title: Text
    value: Text
    since: date | None
    until: date | None
    tone: str = ""
    address: str = ""
    more: str = ""
    source: str = ""


class Bar(NamedTuple):
    """A line and where its bar begins and how wide it is."""

    line: Line
    begins: float
    width: float


class Lane(NamedTuple):
    """Bars of a sort, under their title."""

    title: Text
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """``ticks``: years and where they stand; none where no day is known, and then there is nothing to draw."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[int, float], ...]
    lines: tuple[Line, ...]


def lines(state: State, *, addresses: bool = False) -> list[Line]:
    """What the state says, line by line, in the order of the lanes; neighbours that say the same are one line.

    ``addresses``: with the address, and a move within a district as a line of its own; only for the desk.
    """
    return [
        *(Line("name", _title("name"), Text(one.value, one.value), one.since, one.until, source=one.source) for one in state.names),
        *(
            Line("code", text("organisations.life.code", one.kind), Text(one.value, one.value), one.since, one.until, source=one.source)
            for one in sorted(state.codes, key=lambda one: one.kind != "uscc")
        ),
        *_joined(_status(one) for one in state.registrations),
        *_joined(_district(one, with_address=addresses) for one in state.registrations if one.district or (addresses and one.address)),
        *(_relation(one) for one in state.relations),
    ]


def draw(state: State, today: date, *, addresses: bool = False) -> Picture:
    """The lanes against the years from the first day that is known until today."""
    told = lines(state, addresses=addresses)
    days = [day for line in told for day in (line.since, line.until) if day and day <= today]
    if not days:
        return Picture((), (), tuple(told))
    start, end = date(min(days).year, 1, 1), today
    length = max((end - start).days, 1)

    def place(day: date) -> float:
        return round(100 * min(max((day - start).days / length, 0.0), 1.0), 2)

    def bar(line: Line) -> Bar:
        begins, ends = place(line.since or start), place(line.until or end)
        width = max(round(ends - begins, 2), THINNEST)
        return Bar(line, min(begins, round(100 - width, 2)), width)

    step = next((step for step in STEPS if (end.year - start.year) / step <= TICKS - 1), STEPS[-1])
    years = range(-(-start.year // step) * step, end.year + 1, step)
    ticks = tuple((year, place(date(year, 1, 1))) for year in years if place(date(year, 1, 1)) <= 96)
    lanes = tuple(
        Lane(_title(lane), tuple(bar(line) for line in told if line.lane == lane)) for lane in LANES if any(t.lane == lane for t in told)
    )
    return Picture(lanes, ticks, tuple(told))


def _title(lane: str) -> Text:
    return text("organisations.life.lane", lane)


def _status(fact: Fact) -> Line:
    tone = "closed" if fact.value in statuses.closed() else "" if fact.value else "unknown"
    value = statuses.label(fact.value) if fact.value else text("organisations.life.not_stated")
    return Line("status", _title("status"), value, fact.since, fact.until, tone, source=fact.source)


def _district(fact: Fact, *, with_address: bool) -> Line:
    periods = areas.area(fact.district).periods if fact.district else ()
    place = f"{periods[0].place}（{fact.district}）" if periods else fact.district
    english = f"{periods[0].place} ({fact.district})" if periods else fact.district
    more = fact.address if with_address else ""
    return Line("district", _title("district"), Text(place, english), fact.since, fact.until, more=more, source=fact.source)


def _relation(fact: Fact) -> Line:
    turned = fact.kind.startswith("<")
    key = f"{'back_' if turned else ''}{fact.kind.lstrip('<')}"
    said = text("organisations.life.relation", key)
    name = Text(fact.other_name, fact.other_name)
    return Line("relation", said, name, fact.since, fact.until, address=fact.other_code, source=fact.source)


def _joined(told: Iterable[Line]) -> Iterator[Line]:
    """A status that did not change when the district did is one line."""
    last: Line | None = None
    for line in told:
        if last and last.until == line.since and last.until and (last.value, last.tone, last.more) == (line.value, line.tone, line.more):
            last = last._replace(until=line.until)
            continue
        if last:
            yield last
        last = line
    if last:
        yield last
