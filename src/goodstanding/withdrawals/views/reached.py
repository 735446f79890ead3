"""Where what is taken down could be seen, as a table: by kind of place, with the addresses where they are few."""

from __future__ import annotations

from collections.abc import Iterable

from goodstanding.records.reaching import Reached
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text


def reached(places: Iterable[Reached]) -> Table:
    """Before the deed as it would be kept, afterwards as it was."""
    rows = [
        (
            Cell(text("intake.undoing.surface", one.surface), below=one.addresses), tables.number(one.records), tables.number(one.places),
            tables.moment(one.since), tables.moment(one.until),
        )
        for one in places
    ]  # fmt: skip
    columns = [text("withdrawals.reached", name) for name in ("where", "records", "places", "since", "until")]
    return Table(text("withdrawals.reached.title"), columns, rows, titled=False)
