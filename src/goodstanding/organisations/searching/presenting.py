"""A page of results as templates show it, for the public and at the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from goodstanding.organisations.models import Identifier
from goodstanding.organisations.searching import counting, wording
from goodstanding.organisations.searching.asking import EVERYTHING, Asked, Narrowed, understand
from goodstanding.organisations.searching.describing import EXACT, Hit
from goodstanding.organisations.searching.paging import Found, search
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

PATIENCE = "3s"
Link = Callable[[Hit], str]


class TooBroad(Refused):
    """A rare district or state among the bodies of a very common piece of a name: the database would walk through all of them."""

    def __init__(self) -> None:
        super().__init__("SEARCH_TOO_BROAD", text("organisations.search.too_broad"))


def narrowed(given: Mapping[str, Any]) -> Narrowed:
    """From the query of an address."""
    return Narrowed(*(str(given.get(name, "")).strip()[:40] for name in Narrowed._fields))


def narrow(asked: str, only: Narrowed, *, limit: int, cursor: str = "") -> tuple[Found, counting.Counted]:
    """One page and its counts; with a filter not for longer than :data:`PATIENCE`. Raises ``TooBroad``."""
    if only == EVERYTHING:
        return search(asked, limit=limit, cursor=cursor), counting.count(asked)
    try:
        with transaction.atomic(), connection.cursor() as database:
            database.execute("SET LOCAL statement_timeout = %s", [PATIENCE])
            return search(asked, limit=limit, cursor=cursor, only=only), counting.count(asked, only)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooBroad from error
        raise


def present(asked: Asked, given: Mapping[str, Any], limit: int, *, link: Link) -> dict[str, Any]:
    """What the templates in ``organisations/search`` need; ``link`` gives the address of a hit."""
    only, cursor = narrowed(given), str(given.get("cursor", ""))[:200]
    found, counted = narrow(asked.text, only, limit=limit, cursor=cursor) if asked.searchable else (Found([], ""), counting.NOTHING)
    return {
        "meant": _meant(asked),
        "groups": [(near, list(shown)) for near, shown in groupby(_shown(found.items, link), lambda shown: _is_near(shown[0]))],
        "counted": counted,
        "facets": wording.facets(counted, asked.text, only),
        "clear": wording.address(asked.text, EVERYTHING) if only != EVERYTHING else "",
        "first": wording.address(asked.text, only) if cursor else "",
        "next": wording.address(asked.text, only, cursor=found.next) if found.next else "",
    }


def _meant(asked: Asked) -> list[str]:
    """Of several corrections the ones that somebody bears: the register knows what the code itself cannot tell."""
    if len(asked.meant) < 2:
        return list(asked.meant)
    borne = Identifier.objects.filter(kind="uscc", value__in=asked.meant, known_until=None)
    return sorted(set(borne.values_list("value", flat=True)))


def suggest(typed: str, few: int, *, link: Link, everything: str) -> dict[str, Any]:
    """What drops down from the box: the first results, without counting anything. Never an error: somebody is still typing."""
    asked = understand(typed)
    return {
        "hits": _shown(search(asked.text, limit=few).items, link) if asked.searchable else [],
        "personal": asked.kind == "personal",
        "searched": asked.searchable,
        "all": everything + wording.address(asked.text, EVERYTHING),
    }


def _shown(hits: list[Hit], link: Link) -> list[tuple[Hit, Text, str]]:
    return [(hit, wording.why(hit), link(hit)) for hit in hits]


def _is_near(hit: Hit) -> bool:
    """It only comes near to what was asked: said above the first of them."""
    return hit.found_by.rpartition("_")[2] not in EXACT
