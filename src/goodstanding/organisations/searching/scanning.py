"""Ways of finding that are complete: what they find is what a scan of the whole register finds, page by page.

Known plans on a million names: the exact code and the beginning of a name walk a B-tree and stop at the page's end. A fragment in the
middle is a GIN look-up of its runs of characters where they are rare, and a walk along ``organisation_id`` that stops at the page's end
where they are common. Which of the two is said here (:func:`common`): the planner takes runs that always stand together (有限, 限公,
公司) for independent, and reads half the register through the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from goodstanding.organisations.searching import weighing
from goodstanding.organisations.searching.asking import EVERYTHING, Query
from goodstanding.organisations.searching.describing import Match, Row, describe, narrowed
from goodstanding.ui.paging import BadCursor

SEPARATOR = chr(31)
SHARE = 0.02
"""Of all names or codes: what holds more is common."""
LONG_CODE = 9
"""Characters of a code that no two districts share."""

# Each step finds bodies that no step before it finds: organisation, what matched, whether that is past, by what, and where the next page
# goes on. What the steps before have found is left
# out by a scalar subquery: a NOT EXISTS would be planned as a join that reads everything first.
_CODE_IS = """
    SELECT organisation_id, value, coalesce(valid_until < 'infinity', false), 'code', organisation_id::text AS place
    FROM organisations_identifier one
    WHERE value = %(code)s AND known_until IS NULL AND organisation_id > %(after)s::bigint {more}
    ORDER BY organisation_id LIMIT %(limit)s
"""
_CODE_HAS = """
    SELECT organisation_id, min(value), max(coalesce(valid_until, 'infinity')) < 'infinity', 'code', organisation_id::text AS place
    FROM {codes} one
    WHERE {codes_hold} AND known_until IS NULL AND organisation_id > %(after)s::bigint
      AND (SELECT id FROM organisations_identifier whole
           WHERE whole.organisation_id = one.organisation_id AND whole.value = %(code)s AND whole.known_until IS NULL LIMIT 1) IS NULL
      {more}
    GROUP BY organisation_id ORDER BY organisation_id LIMIT %(limit)s
"""
_NAME_BEGINS = """
    SELECT organisation_id, name, coalesce(valid_until < 'infinity', false), 'name', normal_name || chr(31) || id AS place
    FROM organisations_name one
    WHERE normal_name LIKE %(name_begins)s AND known_until IS NULL AND (normal_name, id) > (%(after_name)s COLLATE "C",
        %(after_id)s::bigint)
      AND (SELECT id FROM organisations_name earlier
           WHERE earlier.organisation_id = one.organisation_id AND earlier.normal_name LIKE %(name_begins)s
             AND earlier.known_until IS NULL AND (earlier.normal_name, earlier.id) < (one.normal_name, one.id) LIMIT 1) IS NULL
      {more}
    ORDER BY normal_name, id LIMIT %(limit)s
"""
_NAME_HAS = """
    SELECT organisation_id, min(name), max(coalesce(valid_until, 'infinity')) < 'infinity', 'name', organisation_id::text AS place
    FROM {names} one
    WHERE {names_hold} AND known_until IS NULL AND organisation_id > %(after)s::bigint
      AND (SELECT id FROM organisations_name begun
           WHERE begun.organisation_id = one.organisation_id AND begun.normal_name LIKE %(name_begins)s
               AND begun.known_until IS NULL LIMIT 1) IS NULL
      {more}
    GROUP BY organisation_id ORDER BY organisation_id LIMIT %(limit)s
"""
# OFFSET 0 keeps the planner from looking inside: what comes out is in order, and is filtered as it comes.
_WALKED = "(SELECT * FROM {table} WHERE organisation_id > %(after)s::bigint ORDER BY organisation_id OFFSET 0)"
_NAMES_HOLD, _CODES_HOLD = "normal_name LIKE %(name_within)s", "value LIKE %(code_within)s"
# The two rarest runs lead to nearly as few names as all of them, and each run is a look-up of its own.
_RUNS = "organisations_grams(%(rarest)s, 2) || organisations_grams(%(rarer)s, 2)"
_NAMES_LOOKED_UP = f"organisations_grams(normal_name, 2) @> ({_RUNS}) AND {_NAMES_HOLD}"
_CODES_LOOKED_UP = f"organisations_grams(value, 4) @> organisations_grams(%(code)s, 4) AND {_CODES_HOLD}"
_SAMPLED = "SELECT count(*) FILTER (WHERE value LIKE %s), count(*) FROM organisations_identifier TABLESAMPLE SYSTEM (0.2)"
_NOT_BY_CODE = """
    AND (SELECT id FROM organisations_identifier coded WHERE coded.organisation_id = one.organisation_id
         AND coded.value LIKE %(code_within)s AND coded.known_until IS NULL LIMIT 1) IS NULL
"""


class Step(NamedTuple):
    """One way of finding: the query that finds, and whether a text as it stands there satisfies it (for :mod:`families`)."""

    found: str
    by_code: bool
    fits: Callable[[Query, str], bool]


CODE_IS = Step(_CODE_IS, by_code=True, fits=lambda asked, code: code == asked.code)
CODE_HAS = Step(_CODE_HAS, by_code=True, fits=lambda asked, code: asked.code in code)
NAME_BEGINS = Step(_NAME_BEGINS, by_code=False, fits=lambda asked, name: name.startswith(asked.name))
NAME_HAS = Step(_NAME_HAS, by_code=False, fits=lambda asked, name: asked.name in name)


def steps(asked: Query) -> tuple[Step, ...]:
    """The ways that can use the text, in the order of the results."""
    # A whole code's sixteen runs are all common, and it is a piece of no other: the exact step has said everything.
    by_code = () if not asked.code else (CODE_IS,) if asked.whole_code else (CODE_IS, CODE_HAS)
    return (*by_code, *((NAME_BEGINS, NAME_HAS) if asked.name else ()))


class Common(NamedTuple):
    """Whether the text stands in so many names, so many codes, that walking meets it sooner than an index leads to it."""

    names: bool
    codes: bool


def common(database: CursorWrapper, asked: Query) -> Common:
    """By the counters of pairs, and by a look at some pages of codes. Wrong, it costs time and nothing else."""
    codes = False
    if asked.code and len(asked.code) < LONG_CODE:
        database.execute(_SAMPLED, [f"%{literal(asked.code)}%"])
        there, seen = database.fetchone()
        codes = there > SHARE * seen and seen > 0
    return Common(bool(asked.name) and weighing.share(asked.name) > SHARE, codes)


def finding(step: Step, asked: Query, walk: Common) -> str:
    """The query of a step; its columns are those of :class:`describing.Match`."""
    more = _NOT_BY_CODE if asked.code and not step.by_code else ""
    if asked.only != EVERYTHING:
        more += f" AND {narrowed('one')}"
    return step.found.format(
        more=more,
        names=_WALKED.format(table="organisations_name") if walk.names else "organisations_name",
        codes=_WALKED.format(table="organisations_identifier") if walk.codes else "organisations_identifier",
        names_hold=_NAMES_HOLD if walk.names else _NAMES_LOOKED_UP,
        codes_hold=_CODES_HOLD if walk.codes else _CODES_LOOKED_UP,
    )


def holding(asked: Query, walk: Common) -> str:
    """Whose name or code holds the text, in no order, ended after ``limit`` of each: for counting."""
    more = "" if asked.only == EVERYTHING else f" AND {narrowed('one')}"
    parts = []
    if asked.name:
        parts.append(f"SELECT organisation_id FROM organisations_name one WHERE {_NAMES_HOLD if walk.names else _NAMES_LOOKED_UP}")
    if asked.whole_code:
        parts.append("SELECT organisation_id FROM organisations_identifier one WHERE value = %(code)s")
    elif asked.code:
        parts.append(f"SELECT organisation_id FROM organisations_identifier one WHERE {_CODES_HOLD if walk.codes else _CODES_LOOKED_UP}")
    return " UNION ALL ".join(f"({part} AND known_until IS NULL {more} LIMIT %(limit)s)" for part in parts)


def values(asked: Query, after: str = "", limit: int = 0, step: Step | None = None) -> dict[str, str | int]:
    """The parameters of every step's query."""
    after_name, _, after_id = after.rpartition(SEPARATOR) if step is NAME_BEGINS else ("", "", after)
    if after_id and not (after_id.isascii() and after_id.isdigit() and len(after_id) < 19):
        raise BadCursor
    rarest, rarer = weighing.rarest_runs(asked.name)
    return {
        "code": asked.code, "code_within": f"%{literal(asked.code)}%", "name": asked.name, "name_within": f"%{literal(asked.name)}%",
        "name_begins": f"{literal(asked.name)}%", "rarest": rarest, "rarer": rarer, "after": after_id or "0",
        "after_name": after_name, "after_id": after_id or "0", "limit": limit, **asked.only._asdict(),
    }  # fmt: skip


def ask(database: CursorWrapper, step: Step, asked: Query, walk: Common, after: str, limit: int) -> list[Row]:
    """At most ``limit`` rows of a step, behind ``after``."""
    database.execute(finding(step, asked, walk), values(asked, after, limit, step))
    return describe(database, [Match(*found) for found in database.fetchall()])


def literal(text: str) -> str:
    """For LIKE: every character means itself."""
    return re.sub(r"([\\%_])", r"\\\1", text)
