"""What an organisation's own page shows of its objections."""

from __future__ import annotations

from collections.abc import Iterable

from goodstanding.objections import clocking, listing, saying, telling
from goodstanding.objections.models import OVER
from goodstanding.representing.cases import Case
from goodstanding.ui.texts import text


def of(organisation_id: int) -> Iterable[Case]:
    """Its cases, with their clocks."""
    for one in listing.cases().filter(organisation_id=organisation_id):
        paused, open_ = clocking.is_paused(one), one.state not in OVER
        day = one.step_on if one.state == "filed" else one.due_on
        yield Case(
            number=one.number, title=text("objections.case_title", ground=text("objections.ground", one.ground)),
            state=saying.state_of(one), since=one.filed_at, due_on=day if open_ and not paused else None,
            known=paused or not clocking.is_unknown(one), url=telling.ours(one), open=open_,
        )  # fmt: skip
