"""Set a year's calendar: by the notice, plausible, with its source; what was unknown becomes known in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.clocks import recomputing
from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.doubting import doubts
from goodstanding.clocks.models import WorkdayYear
from goodstanding.clocks.reading import Stretch
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.rules.events import Event
from goodstanding.rules.persons import mask
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text

FIRST = 2007
AHEAD = 1
"""The notice of a year comes late in the year before; there is none for a later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What is to be set. ``because``: why a year that is known already is changed; ``newest``: the row it was made from, 0 none."""

    year: int
    off: list[Stretch]
    worked: list[Stretch]
    source: str
    because: str = ""
    newest: int | None = None


def set_year(wanted: Year, *, by: Standing) -> tuple[WorkdayYear, int]:
    """The new row, and how many deadlines have become known by it. Deadlines that were given stay as given."""
    require(by, "set_calendar")
    check(wanted)
    source, because = mask(wanted.source.strip())[0], mask(wanted.because.strip())[0]
    with transaction.atomic():
        _one_at_a_time()
        before = newest(wanted.year)
        if wanted.newest is not None and wanted.newest != (before.pk if before else 0):
            raise Conflict("CALENDAR_CHANGED", text("clocks.refused.changed"))
        row = WorkdayYear.objects.create(
            year=wanted.year, source=source, because=because, set_by=by.label, set_by_user=by.user_id,
            off=sorted({day for one in wanted.off for day in one.days}), worked=sorted({day for one in wanted.worked for day in one.days}),
        )  # fmt: skip
        filled = recomputing.recompute()
        data = {"year": row.year, "off": len(row.off), "worked": len(row.worked), "source": source, "filled": filled}
        write(Event.CALENDAR_SET, row, by=by, because=because, data=data)
    return row, filled


def check(wanted: Year) -> None:
    """Raises ``Refused`` with the first thing that cannot be."""
    if not FIRST <= wanted.year <= timezone.localdate().year + AHEAD:
        raise Refused("CALENDAR_YEAR", text("clocks.refused.year", first=FIRST, last=timezone.localdate().year + AHEAD))
    if not wanted.source.strip():
        raise Refused("SOURCE_MISSING", text("clocks.refused.source"))
    if wanted.year in calendar().years and not wanted.because.strip():
        raise Refused("REASON_MISSING", text("clocks.refused.because", year=wanted.year))
    if not wanted.off:
        raise Refused("CALENDAR_WRONG", text("clocks.refused.empty"))
    wrong = doubts(wanted.year, wanted.off, wanted.worked)
    if wrong:
        raise Refused("CALENDAR_WRONG", wrong[0][1])


def newest(year: int) -> WorkdayYear | None:
    """The row that counts for a year, None where the desk has set none."""
    return WorkdayYear.objects.filter(year=year).order_by("-id").first()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('clocks.workdayyear'))")
