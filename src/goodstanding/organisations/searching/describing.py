"""What is said of an organisation found: the entry it is shown as, its code, and by which of its names or codes it was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

ENTRY = "CASE WHEN body.merged_into_id IS NULL THEN body.id ELSE organisations_entry(body.id) END"
"""While a merge stands, an organisation is shown as the one it was merged into."""


class Hit(NamedTuple):
    """An organisation found. ``found_by``: one of :data:`WAYS`, behind ``former_`` where the name or code is no longer its own, or
    ``merged_`` where it is that of an entry merged into it; ``matched``: that code or name. Of a near name, ``difference`` is
    substituted, missing, added or swapped, and ``typed`` and ``right`` are the characters concerned.
    """

    organisation_id: int
    code: str
    uscc: str | None
    name: str
    category: str
    district: str
    status: str
    found_by: str
    matched: str
    difference: str = ""
    typed: str = ""
    right: str = ""


WAYS = ("code", "name", "short", "near", "similar", "sound", "initials")
"""How something may be found, in the order of the results."""
EXACT = frozenset({"code", "name"})
"""Ways that leave no doubt about what was meant."""

# Described apart from being found: most of what is typed is found by few ways, and the planner takes its time over these joins.
_DESCRIBED = f"""
    SELECT found.number, shown.id, EXISTS (SELECT 1 FROM organisations_organisation absorbed WHERE absorbed.merged_into_id = shown.id),
           coalesce(shown.uscc, (
               SELECT value FROM organisations_identifier code WHERE code.organisation_id = shown.id AND code.known_until IS NULL
                   AND code.issue = ''
               ORDER BY valid_until DESC NULLS FIRST, kind LIMIT 1), ''),
           shown.uscc, shown.name, shown.category, shown.district, shown.status
    FROM unnest(%s::bigint[]) WITH ORDINALITY found (id, number) JOIN organisations_organisation body ON body.id = found.id
    JOIN organisations_organisation shown ON shown.id = {ENTRY}
    ORDER BY found.number
"""


class Match(NamedTuple):
    """What a way of finding finds: whose name or code, which, whether that is past, by which way, and where the next page goes on."""

    organisation_id: int
    matched: str
    former: bool
    by: str
    place: str


class Row(NamedTuple):
    """A hit, the place to go on from, whose name or code it was, and whether the entry it is shown as has others merged into it."""

    hit: Hit
    place: str
    found_id: int
    family: bool


def describe(database: CursorWrapper, matches: Sequence[Match]) -> list[Row]:
    """The rows of a page, in the order of what was found."""
    if not matches:
        return []
    database.execute(_DESCRIBED, [[match.organisation_id for match in matches]])
    return [_row(matches[number - 1], values) for number, *values in database.fetchall()]


def _row(match: Match, values: list[Any]) -> Row:
    shown_id, has_others, code, uscc, name, category, district, status = values
    merged = shown_id != match.organisation_id
    found_by = ("merged_" if merged else "former_" if match.former else "") + match.by
    hit = Hit(shown_id, code, uscc, name, category, district, status, found_by, match.matched)
    return Row(hit, match.place, match.organisation_id, has_others or merged)


def narrowed(alias: str) -> str:
    """The condition that an organisation fits what is asked for. A scalar subquery, asked row by row: a join would be planned as one
    that reads the whole register first.
    """
    return f"""
        (SELECT (%(district)s = '' OR shown.district = %(district)s) AND (%(category)s = '' OR shown.category = %(category)s)
            AND (%(status)s = '' OR shown.status = %(status)s)
            AND (%(trade)s = '' OR strpos(shown.normal_name, %(trade)s) > 0)
         FROM organisations_organisation body JOIN organisations_organisation shown ON shown.id = {ENTRY}
         WHERE body.id = {alias}.organisation_id)
    """
