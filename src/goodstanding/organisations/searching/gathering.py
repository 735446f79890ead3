"""The ways that are not complete, as one short list behind the complete ones: near names, short names, sounds."""

from __future__ import annotations

from typing import Any

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.searching import families, hearing, nearing
from goodstanding.organisations.searching.asking import EVERYTHING, Query
from goodstanding.organisations.searching.describing import Hit, Match, Row, describe, narrowed
from goodstanding.organisations.searching.nearing import Near

MOST = 40
"""Organisations offered. Who sees none that fits among so many has to type more."""
_NAMED = """
    SELECT organisation_id, name, coalesce(valid_until < 'infinity', false), '', {key}::text AS place
    FROM organisations_name one WHERE {key} = ANY(%(keys)s) AND known_until IS NULL {more}
"""


def gather(database: CursorWrapper, asked: Query, *, alone: bool) -> list[Hit]:
    """In order; every organisation once, and none that a complete way finds. ``alone``: no complete way has found anything."""
    hits = _by_sound(database, asked) if asked.sound else []
    hits = hits or _by_likeness(database, asked)
    known = families.found_already(database, [hit.organisation_id for hit in hits], asked) if hits and not alone else set()
    first: dict[int, Hit] = {}
    for hit in hits:
        if hit.organisation_id not in known:
            first.setdefault(hit.organisation_id, hit)
    return list(first.values())[:MOST]


def _by_likeness(database: CursorWrapper, asked: Query) -> list[Hit]:
    near = {one.name: one for one in nearing.near(database, asked)}
    places = {name: number for number, name in enumerate(near)}
    rows = _describe(database, asked, "normal_name", list(near))
    rows.sort(key=lambda found: (places[found.place], found.hit.organisation_id))
    return [_said(found.hit, near[found.place]) for found in rows]


def _by_sound(database: CursorWrapper, asked: Query) -> list[Hit]:
    heard = hearing.heard(database, asked)
    places = {str(name_id): number for number, name_id in enumerate(heard)}
    rows = _describe(database, asked, "id", list(heard))
    rows.sort(key=lambda found: places[found.place])
    return [found.hit._replace(found_by=found.hit.found_by + heard[int(found.place)]) for found in rows]


def _describe(database: CursorWrapper, asked: Query, key: str, keys: list[Any]) -> list[Row]:
    if not keys:
        return []
    more = "" if asked.only == EVERYTHING else f" AND {narrowed('one')}"
    database.execute(_NAMED.format(key=key, more=more), {"keys": keys, **asked.only._asdict()})
    return describe(database, [Match(*found) for found in database.fetchall()])


def _said(hit: Hit, near: Near) -> Hit:
    kind, typed, right = near.difference
    return hit._replace(found_by=hit.found_by + near.way, difference=kind, typed=typed, right=right)
