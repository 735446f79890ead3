"""One page of results: the complete ways one after the other, then the list of near ones."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.searching import families, gathering, scanning
from goodstanding.organisations.searching.asking import EVERYTHING, Narrowed, Query, query
from goodstanding.organisations.searching.describing import EXACT, WAYS, Hit
from goodstanding.ui.paging import BadCursor, decode, encode


@dataclass(frozen=True, slots=True)
class Found:
    """One page; ``next`` is the cursor of the next, '' at the end."""

    items: list[Hit]
    next: str


def search(text: str, *, limit: int = 20, cursor: str = "", only: Narrowed = EVERYTHING, ways: Container[str] = frozenset(WAYS)) -> Found:
    """One page of the organisations that ``text`` finds. Raises ``Unusable`` where it is too short, ``BadCursor``.

    ``ways``: without any of those beyond :data:`EXACT` only codes and pieces of names are looked for.
    """
    asked = query(text, only)
    steps = scanning.steps(asked)
    step, after = _place(cursor, len(steps))
    with connection.cursor() as database:
        places, hits = _scan(database, asked, steps, step, after, limit + 1)
        if len(hits) <= limit and any(way in ways for way in WAYS if way not in EXACT):
            gathered = gathering.gather(database, asked, alone=not (hits or cursor))
            first = int(after) if step == len(steps) and after else 0
            for number, hit in enumerate(gathered[first:], first + 1):
                places.append((len(steps), str(number)))
                hits.append(hit)
    if len(hits) <= limit:
        return Found(hits, "")
    return Found(hits[:limit], encode(*places[limit - 1]))


def _scan(
    database: CursorWrapper, asked: Query, steps: tuple[scanning.Step, ...], step: int, after: str, limit: int
) -> tuple[list[tuple[int, str]], list[Hit]]:
    """Up to ``limit`` hits of the complete ways, each with the place behind it."""
    places: list[tuple[int, str]] = []
    hits: list[Hit] = []
    walk = scanning.common(database, asked)
    while step < len(steps) and len(hits) < limit:
        wanted = limit - len(hits)
        rows = scanning.ask(database, steps[step], asked, walk, after, wanted)
        for row in rows:
            if families.shown(database, row, step, steps, asked):
                places.append((step, row.place))
                hits.append(row.hit)
        # Where some were left out the step is asked again, behind the last of them.
        step, after = (step, rows[-1].place) if len(rows) == wanted else (step + 1, "")
    return places, hits


def _place(cursor: str, steps: int) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    step, after = decode(cursor, 2)
    if not (step.isascii() and step.isdigit() and int(step) <= steps):
        raise BadCursor
    if int(step) == steps and not (after.isascii() and after.isdigit() and len(after) < 6):
        raise BadCursor
    return int(step), after
