"""A clerk decides on waiting rows, and what is decided enters at once, the same way as every row: in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.organisations import deciding, opening
from goodstanding.organisations.models import Organisation, PendingRow
from goodstanding.records.saying import say
from goodstanding.records.turns import my_turn
from goodstanding.records.wording import Said
from goodstanding.ui.texts import text


def open_organisation(pending: PendingRow, *, by: Standing, because: str = "", alike: Sequence[PendingRow] = ()) -> Organisation:
    """Open the organisation the row names; the row enters, and those that say the same."""
    with my_turn():
        organisation = opening.open_from_queue(pending, by=by, because=because)
        attach(pending, organisation, by=by, because=because or text("organisations.queue.opened").zh, alike=alike)
    return organisation


def attach(
    pending: PendingRow, organisation: Organisation, *, by: Standing, because: str, alike: Sequence[PendingRow] = (),
    likeness: dict[str, Any] | None = None,
) -> dict[str, int]:  # fmt: skip
    """The row is this organisation's, and so are those that say the same; they enter. Returns the counts by status.

    The turn comes first, as for everybody who writes records: two that wait for each other would wait for ever.
    """
    with my_turn() as cursor:
        for row in (pending, *alike):
            deciding.settle(row, organisation, by=by, because=because, likeness=likeness)
        counts: Counter[str] = Counter()
        for kind in sorted({row.kind for row in (pending, *alike)}):
            said = [Said.by_pending(row) for row in (pending, *alike) if row.kind == kind]
            counts += say(cursor, kind, organisation.pk, said, on=timezone.localdate(), by=by)
        return dict(counts)


def give_back(pending: PendingRow, *, by: Standing, because: str) -> None:
    """The row goes back to its department."""
    deciding.give_back(pending, by=by, because=because)
