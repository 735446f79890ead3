"""What an organisation's own page shows of its cases. A part says so in a module ``cases`` with ``of(organisation_id)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from goodstanding.clocks.tasks import parts
from goodstanding.rules.texts import Text

Of = Callable[[int], Iterable["Case"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of an organisation's. ``due_on`` None with ``known``: no clock runs; ``known`` False: one runs that cannot be computed."""

    number: str
    title: Text
    state: Text
    since: datetime
    due_on: date | None
    known: bool
    url: str
    open: bool


def of(organisation_ids: Iterable[int]) -> list[Case]:
    """The cases of every part for these entries of the register: open ones first, by what is due next, then the newest."""
    found = [case for one in organisation_ids for part in providers() for case in part(one)]
    return sorted(found, key=_place)


def _place(case: Case) -> tuple[bool, date, float]:
    return (not case.open, (case.due_on or date.max) if case.open else date.max, -case.since.timestamp())


@cache
def providers() -> tuple[Of, ...]:
    """Each installed part's ``cases.of``; this module is the one that asks, and none of them."""
    return tuple(module.of for module in parts("cases") if module.__name__ != __name__)
