"""Whose row is it? By code through the register, the name agreeing; without a code by the exact name of one organisation. Never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from goodstanding.lists.loading_reading import FORGOTTEN, Row
from goodstanding.organisations import families
from goodstanding.organisations.matching import INPUT, PENDING, match

FAULTS = {
    "UNKNOWN_ORGANISATION": "unknown", "NAME_MISMATCH": "name_differs", "CODES_DISAGREE": "codes_disagree", "TAKEN_BACK": "unknown",
    "NAME_ONLY": "name_unknown",
}  # fmt: skip
"""What the matcher says of a row without an organisation -> why it is refused."""
_GIVEN = f"CREATE TEMP TABLE lists_given ({INPUT}) ON COMMIT DROP"
_FILL = """
    INSERT INTO lists_given (row, normal_name, uscc, orgcode, regno, taxno, institution, social, decided_on)
    SELECT given.*, %s::date
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) given
"""
_NAMES = """
    SELECT normal_name, min(id), count(*) FROM organisations_organisation
    WHERE merged_into_id IS NULL AND normal_name = ANY(%s) GROUP BY normal_name
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The organisation as it is shown today, or why there is none."""

    organisation: int | None
    why: str = ""


def find(cursor: CursorWrapper, rows: Sequence[Row], decided_on: date) -> list[Found]:
    """One answer for each row, in their order; inside a transaction."""
    cursor.execute("DROP TABLE IF EXISTS lists_given")
    cursor.execute(_GIVEN)
    asked = [(number, row) for number, row in enumerate(rows) if row.has_code and row.normal_name]
    columns = [
        [getattr(row, name) for _, row in asked] for name in ("normal_name", "uscc", "orgcode", "regno", "taxno", "institution", "social")
    ]
    cursor.execute(_FILL, [decided_on, [number for number, _ in asked], *columns])
    cursor.execute("ANALYZE lists_given")
    match(cursor, "lists_given")
    cursor.execute("SELECT row, organisation_id, fault FROM lists_given_matched")
    matched = {number: (body, fault) for number, body, fault in cursor.fetchall()}
    named = _by_name(cursor, {row.normal_name for row in rows if _name_only(row)})
    shown = families.roots({body for body, _ in matched.values() if body is not None})
    return [_found(number, row, matched, named, shown) for number, row in enumerate(rows)]


def _found(
    number: int, row: Row, matched: dict[int, tuple[int | None, str]], named: dict[str, tuple[int, int]], shown: dict[int, int]
) -> Found:
    if row.is_person:
        return Found(None, "person")
    if row.fault.startswith(FORGOTTEN):
        return Found(None, row.fault.removeprefix(FORGOTTEN))
    if not row.normal_name:
        return Found(None, "nothing")
    if number in matched:
        body, fault = matched[number]
        return Found(None, FAULTS[fault]) if body is None or fault in PENDING else Found(shown[body])
    if row.fault:
        return Found(None, "code_wrong")
    body, many = named.get(row.normal_name, (0, 0))
    return Found(body) if many == 1 else Found(None, "name_several" if many else "name_unknown")


def _name_only(row: Row) -> bool:
    """There is no code at all. Beside a wrong code a name proves nothing."""
    return not row.has_code and not row.fault and bool(row.normal_name)


def _by_name(cursor: CursorWrapper, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    cursor.execute(_NAMES, [sorted(wanted)])
    return {name: (body, many) for name, body, many in cursor.fetchall()}
