"""Nothing to report (零报送): a department says that in a month it decided nothing of a kind."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, Handed, allow, once
from goodstanding.ledger.moving import move
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def month_of(written: str) -> date:
    """``2026-11`` as its first day."""
    try:
        return date.fromisoformat(f"{written.strip()}-01")
    except ValueError as error:
        raise Refused("MONTH_UNREADABLE", text("intake.refused.month_unreadable")) from error


def declare_nothing(about: About, month: date, *, by: Standing) -> Handed:
    """Write it down, once for each department, kind and month. Refused for a month that has not begun."""
    allow(about, by=by)
    if month > timezone.localdate():
        raise Refused("MONTH_AHEAD", text("intake.refused.month_ahead", month=f"{month:%Y-%m}"))

    def make() -> Handed:
        if (said := Submission.everything.alive().filter(department=about.department, kind=about.kind, month=month).first()) is not None:
            return Handed(said, again=True)
        new = Submission.everything.create(
            department=about.department, kind=about.kind, channel=about.channel, month=month, handed_in_by=by.label
        )
        move(new, "declare_nothing", by=by, kind=new.kind, month=f"{month:%Y-%m}", channel=about.channel)
        return Handed(new, again=False)

    return once(about, f"nothing {month}", make)
