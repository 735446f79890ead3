"""Find organisations by code, by a piece of a code (4 characters or more), by a piece of a name (2 or more), former names included.

Complete: what is found equals what a full scan finds. Only organisations are ever found; the text of an official field is encrypted
and in no index. Pages go on from where the last one ended.

Known plans on a million names: the exact code and the beginning of a name walk a B-tree and stop at the page's end. A fragment in the
middle is a GIN look-up of its runs of characters where they are rare, and a walk along ``organisation_id`` that stops at the page's end
where they are common; the planner chooses by the statistics that ANALYZE keeps of the index's elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from goodstanding.rules import names, uscc
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text
from goodstanding.ui.paging import BadCursor, decode, encode

LEAST_OF_NAME = 2
LEAST_OF_CODE = 4
WHOLE_CODE = 18


class Hit(NamedTuple):
    """An organisation found. ``found_by``: code, former_code, name, former_name; ``matched``: that code or name."""

    organisation_id: int
    code: str
    uscc: str | None
    name: str
    category: str
    district: str
    status: str
    found_by: str
    matched: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page; ``next`` is the cursor of the next, '' at the end."""

    items: list[Hit]
    next: str


# Each step finds bodies that no step before it finds; `place` is where the next page goes on. What the steps before have found is left
# out by a scalar subquery: a NOT EXISTS would be planned as a join that reads everything first.
_CODE_IS = """
    SELECT organisation_id, value AS matched, valid_until, 'code' AS by, organisation_id::text AS place
    FROM organisations_identifier
    WHERE value = %(code)s AND known_until IS NULL AND organisation_id > %(after)s::bigint
    ORDER BY organisation_id LIMIT %(limit)s
"""
_CODE_HAS = """
    SELECT organisation_id, min(value) AS matched, max(coalesce(valid_until, 'infinity')) AS valid_until, 'code' AS by,
        organisation_id::text AS place
    FROM organisations_identifier one
    WHERE organisations_grams(value, 4) @> organisations_grams(%(code)s, 4) AND value LIKE %(code_within)s AND known_until IS NULL
      AND organisation_id > %(after)s::bigint
      AND (SELECT id FROM organisations_identifier whole
           WHERE whole.organisation_id = one.organisation_id AND whole.value = %(code)s AND whole.known_until IS NULL LIMIT 1) IS NULL
    GROUP BY organisation_id ORDER BY organisation_id LIMIT %(limit)s
"""
_NAME_BEGINS = """
    SELECT organisation_id, name AS matched, valid_until, 'name' AS by, normal_name || chr(31) || id AS place
    FROM organisations_name one
    WHERE normal_name LIKE %(name_begins)s AND known_until IS NULL AND (normal_name, id) > (%(after_name)s COLLATE "C",
        %(after_id)s::bigint)
      AND (SELECT id FROM organisations_name earlier
           WHERE earlier.organisation_id = one.organisation_id AND earlier.normal_name LIKE %(name_begins)s
             AND earlier.known_until IS NULL AND (earlier.normal_name, earlier.id) < (one.normal_name, one.id) LIMIT 1) IS NULL
    ORDER BY normal_name, id LIMIT %(limit)s
"""
_NAME_HAS = """
    SELECT organisation_id, min(name) AS matched, max(coalesce(valid_until, 'infinity')) AS valid_until, 'name' AS by,
        organisation_id::text AS place
    FROM organisations_name one
    WHERE organisations_grams(normal_name, 2) @> organisations_grams(%(name)s, 2) AND normal_name LIKE %(name_within)s
        AND known_until IS NULL
      AND organisation_id > %(after)s::bigint
      AND (SELECT id FROM organisations_name begun
           WHERE begun.organisation_id = one.organisation_id AND begun.normal_name LIKE %(name_begins)s
               AND begun.known_until IS NULL LIMIT 1) IS NULL
    GROUP BY organisation_id ORDER BY organisation_id LIMIT %(limit)s
"""
_CODE_STEPS = (_CODE_IS, _CODE_HAS)
_NAME_STEPS = (_NAME_BEGINS, _NAME_HAS)
_DESCRIBED = """
    SELECT found.organisation_id, coalesce(body.uscc, (
               SELECT value FROM organisations_identifier code WHERE code.organisation_id = body.id AND code.known_until IS NULL
                   AND code.issue = ''
               ORDER BY valid_until DESC NULLS FIRST, kind LIMIT 1), ''),
           body.uscc, body.name, body.category, body.district, body.status,
           CASE WHEN found.valid_until < 'infinity' THEN 'former_' ELSE '' END || found.by, found.matched, found.place
    FROM ({step}) found JOIN organisations_organisation body ON body.id = found.organisation_id
"""


def search(text: str, *, limit: int = 20, cursor: str = "") -> Found:
    """One page of the organisations that ``text`` finds. Raises ``Unusable`` where it is too short, ``BadCursor``."""
    code, name = uscc.clean(text), names.normal(text)
    steps = _steps(code, name)
    step, after = _place(cursor, len(steps))
    items: list[Hit] = []
    with connection.cursor() as database:
        while step < len(steps) and len(items) <= limit:
            rows = _ask(database, steps[step], code, name, after, limit + 1 - len(items))
            places = [(step, place) for *_, place in rows]
            items += [Hit(*hit) for *hit, _ in rows]
            if len(items) > limit:
                ended_in, ended_at = (places[-2]) if len(places) > 1 else (step, after)
                return Found(items[:limit], encode(ended_in, ended_at))
            step, after = step + 1, ""
    return Found(items, "")


def _steps(code: str, name: str) -> tuple[str, ...]:
    may_be_code = re.fullmatch(r"[0-9A-Z]+", code) is not None and len(code) >= LEAST_OF_CODE
    # A whole code is a piece of no other, and its sixteen runs are all common: the exact step has said everything.
    code_steps = _CODE_STEPS[:1] if len(code) == WHOLE_CODE else _CODE_STEPS
    steps = (code_steps if may_be_code else ()) + (_NAME_STEPS if len(name) >= LEAST_OF_NAME else ())
    if not steps:
        raise Unusable(
            "SEARCH_TOO_SHORT",
            Text("请输入名称中至少 2 个字，或代码中至少 4 位。", "Type at least two characters of the name, or four of the code."),
        )
    return steps


def _place(cursor: str, steps: int) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    step, after = decode(cursor, 2)
    if not (step.isdigit() and int(step) < steps):
        raise BadCursor
    return int(step), after


def _ask(database: CursorWrapper, step: str, code: str, name: str, after: str, limit: int) -> list[tuple[Any, ...]]:
    after_name, _, after_id = after.rpartition(chr(31)) if step is _NAME_BEGINS else ("", "", after)
    if after_id and not after_id.isdigit():
        raise BadCursor
    database.execute(
        _DESCRIBED.format(step=step),
        {
            "code": code, "code_within": f"%{_literal(code)}%", "name": name, "name_within": f"%{_literal(name)}%",
            "name_begins": f"{_literal(name)}%", "after": after_id or "0", "after_name": after_name, "after_id": after_id or "0",
            "limit": limit,
        },
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = database.fetchall()
    return rows


def _literal(text: str) -> str:
    """For LIKE: every character means itself."""
    return re.sub(r"([\\%_])", r"\\\1", text)
