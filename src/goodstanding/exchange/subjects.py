"""The two kinds of thing that are delivered, as they stand today: an entry of a list that anybody may see, a measure in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from goodstanding.exchange.field import Topic
from goodstanding.lists.models import Listing
from goodstanding.measures.models import Application

LISTING, APPLICATION = "lists.listing", "measures.application"
TARGETS = {"list": LISTING, "measure": APPLICATION}
Thing = tuple[str, UUID]
"""One subject and its key."""


class Found(NamedTuple):
    """``state``: ``in``, ``paused``, ``out`` (``ground`` says why), or ``never`` where nobody has been told of it."""

    state: str
    ground: str
    topic: Topic
    number: str
    organisation_id: int
    district: str


def find(things: Iterable[Thing], day: date) -> dict[Thing, Found]:
    """How each stands that day, in four queries however many they are."""
    wanted = list(things)
    return {
        **_listings([key for subject, key in wanted if subject == LISTING], day),
        **_applications([key for subject, key in wanted if subject == APPLICATION], day),
    }


def in_force(topic: Topic, day: date, districts: list[str]) -> QuerySet[Any, Any]:
    """What a subscriber to that list or measure should know of today."""
    target, code = topic
    found: QuerySet[Any, Any] = Listing.everything.shown(day) if target == "list" else Application.everything.in_force(day)
    where = Q()
    for district in districts:
        where |= Q(organisation__district__startswith=district)
    return found.filter(where, kind_id=code)


def _listings(keys: list[UUID], day: date) -> dict[Thing, Found]:
    found = Listing.everything.filter(pk__in=keys, kind__public=True)
    shown = set(found.shown(day).values_list("pk", flat=True))
    rows = found.values_list("pk", "state", "ends_on", "ended_because", "kind_id", "number", "organisation_id", "organisation__district")
    return {
        (LISTING, pk): Found(*_of_listing(state, ends_on, because, pk in shown, day), ("list", kind), number, body, district)
        for pk, state, ends_on, because, kind, number, body, district in rows
    }


def _of_listing(state: str, ends_on: date | None, because: str, is_shown: bool, day: date) -> tuple[str, str]:
    """An entry kept back again stays in force, and nobody outside shows it any more."""
    if state == "ended":
        return "out", because
    if state == "withheld":
        return "out", "withheld"
    if state != "published" or ends_on is None:
        return "never", ""
    if ends_on < day:
        return "out", "term"
    return ("in", "") if is_shown else ("paused", "")


def _applications(keys: list[UUID], day: date) -> dict[Thing, Found]:
    found = Application.everything.filter(pk__in=keys)
    active = set(found.in_force(day).values_list("pk", flat=True))
    rows = found.values_list(
        "pk", "state", "starts_on", "ends_on", "ended_because", "kind_id", "number", "organisation_id", "organisation__district"
    )
    return {
        (APPLICATION, pk): Found(*_of_application(state, (starts_on, ends_on), because, pk in active, day),
                                 ("measure", kind), number, body, district)
        for pk, state, starts_on, ends_on, because, kind, number, body, district in rows
    }  # fmt: skip


def _of_application(state: str, days: tuple[date | None, date | None], because: str, is_active: bool, day: date) -> tuple[str, str]:
    """A measure is told when it is decided, the day it begins on with it."""
    starts_on, ends_on = days
    if state == "ended":
        return "out", because
    if state != "applied" or starts_on is None or ends_on is None:
        return "never", ""
    if ends_on < day:
        return "out", "term"
    return ("in", "") if is_active or starts_on > day else ("paused", "")
