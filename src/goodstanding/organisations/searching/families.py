"""Entries that were merged stand in the results once: where the first of them would stand.

Merges are rare, so the complete ways of finding leave them aside, and each hit that belongs to a family is asked here whether it is the
family's first. Everything is compared as the queries compare it: by code point, by number.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.searching.asking import Query
from goodstanding.organisations.searching.describing import ENTRY, Row
from goodstanding.organisations.searching.scanning import NAME_BEGINS, Step

Place = tuple[int, str, int]
_MEMBERS = """
    WITH RECURSIVE member AS (
        SELECT %s::bigint AS id UNION SELECT body.id FROM organisations_organisation body JOIN member ON body.merged_into_id = member.id
    ) SELECT id FROM member
"""
_TEXTS = f"""
    WITH member AS ({_MEMBERS})
    SELECT organisation_id, id, normal_name, false FROM organisations_name WHERE organisation_id IN (SELECT id FROM member)
        AND known_until IS NULL
    UNION ALL
    SELECT organisation_id, id, value, true FROM organisations_identifier WHERE organisation_id IN (SELECT id FROM member)
        AND known_until IS NULL
"""
_FOUND = f"""
    SELECT DISTINCT {ENTRY} FROM organisations_organisation body
    WHERE (body.id = ANY(%(entries)s) OR body.merged_into_id IS NOT NULL AND organisations_entry(body.id) = ANY(%(entries)s))
      AND (
        %(name)s <> '' AND EXISTS (SELECT 1 FROM organisations_name known WHERE known.organisation_id = body.id
            AND known.known_until IS NULL AND strpos(known.normal_name, %(name)s) > 0)
        OR %(code)s <> '' AND EXISTS (SELECT 1 FROM organisations_identifier known WHERE known.organisation_id = body.id
            AND known.known_until IS NULL AND strpos(known.value, %(code)s) > 0))
"""


def shown(database: CursorWrapper, row: Row, number: int, steps: tuple[Step, ...], asked: Query) -> bool:
    """Whether a hit of step ``number`` is the first of its family, which it is where it has none."""
    if not row.family:
        return True
    database.execute(_TEXTS, [row.hit.organisation_id])
    first: tuple[Place, int] | None = None
    for member, key, text, is_code in database.fetchall():
        place = _place(steps, asked, member, key, text, is_code=is_code)
        if place and (first is None or (place, member) < first):
            first = (place, member)
    return first is None or (first[0][0] == number and first[1] == row.found_id)


def _place(steps: tuple[Step, ...], asked: Query, member: int, key: int, text: str, *, is_code: bool) -> Place | None:
    for number, step in enumerate(steps):
        if step.by_code == is_code and step.fits(asked, text):
            return (number, text, key) if step is NAME_BEGINS else (number, "", member)
    return None


def found_already(database: CursorWrapper, entries: Iterable[int], asked: Query) -> set[int]:
    """Which of these entries the complete ways find, by any name or code of anybody merged into them."""
    database.execute(_FOUND, {"entries": list(entries), "name": asked.name, "code": asked.code})
    return {entry for (entry,) in database.fetchall()}
