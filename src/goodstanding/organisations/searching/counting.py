"""How many are found, and how they fall into districts, trades, kinds and states: exactly up to a cap, never more work than the cap.

Only what the complete ways find is counted. Of a piece of a name that half the register has, the first thousand met are counted, and the
page says so.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from goodstanding.organisations.searching import scanning
from goodstanding.organisations.searching.asking import EVERYTHING, Narrowed, query
from goodstanding.organisations.searching.describing import ENTRY

CAP = 1_000
FACETS = ("district", "trade", "category", "status")
MOST = 8
"""Values of a facet that are shown, the most frequent first."""
# Known plan on a million names: an index look-up, or of what is common a walk, ended after the cap; then a thousand look-ups by key.
_COUNTED = f"""
    WITH met AS MATERIALIZED (SELECT organisation_id FROM ({{found}}) every LIMIT {CAP + 1}),
    hit AS (
        SELECT DISTINCT shown.id, shown.district, shown.category, shown.status
        FROM met JOIN organisations_organisation body ON body.id = met.organisation_id
        JOIN organisations_organisation shown ON shown.id = {ENTRY}
        LIMIT {CAP}
    ), said AS (
        SELECT hit.*, (SELECT key.trade FROM organisations_name known JOIN organisations_searchkey key ON key.name_id = known.id
                       WHERE known.organisation_id = hit.id AND known.valid_until IS NULL AND known.known_until IS NULL LIMIT 1) AS trade
        FROM hit
    )
    SELECT CASE WHEN grouping(district) = 0 THEN 'district' WHEN grouping(trade) = 0 THEN 'trade'
                WHEN grouping(category) = 0 THEN 'category' WHEN grouping(status) = 0 THEN 'status' ELSE '' END AS facet,
           coalesce(district, trade, category, status, '') AS value, count(*) AS number,
           (SELECT count(*) > {CAP} FROM met)
    FROM said GROUP BY GROUPING SETS ((), (district), (trade), (category), (status))
    ORDER BY facet, number DESC, value
"""


class Counted(NamedTuple):
    """``total`` is exact unless ``more``; ``facets``: facet -> (value, number), the most frequent first."""

    total: int
    more: bool
    facets: dict[str, list[tuple[str, int]]]


NOTHING = Counted(0, more=False, facets={})


def count(text: str, only: Narrowed = EVERYTHING) -> Counted:
    """Count what :func:`paging.search` would find by code or piece of a name. Raises ``Unusable`` where the text is too short."""
    asked = query(text, only)
    with connection.cursor() as database:
        found = scanning.holding(asked, scanning.common(database, asked))
        database.execute(_COUNTED.format(found=found), scanning.values(asked, limit=CAP + 1))
        rows = database.fetchall()
    facets: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
    total, more = 0, False
    for facet, value, number, capped in rows:
        if not facet:
            total, more = number, capped
        elif value and len(facets[facet]) < MOST:
            facets[facet].append((value, number))
    return Counted(total, more, {facet: values for facet, values in facets.items() if values})
