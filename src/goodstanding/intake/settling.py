"""What the clerk's decision about one waiting row does, also to the rows beside it that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from goodstanding.departments.standing import Standing
from goodstanding.organisations.models import Identifier, Judgement, Organisation, PendingRow
from goodstanding.records import settling
from goodstanding.rules import uscc
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

AT_ONCE = 200
"""Rows that follow one decision in one request; the rest stay in the queue and are remembered when they come again."""


def alike(pending: PendingRow) -> QuerySet[PendingRow]:
    """The other rows that wait under exactly this name and code."""
    same = PendingRow.objects.filter(state="waiting", code=pending.code, normal_name=pending.normal_name)
    return same.exclude(pk=pending.pk).order_by("id")


def open_and_settle(pending: PendingRow, *, by: Standing, because: str) -> Organisation:
    """Open the organisation, and let every waiting row with the same code and the same name enter."""
    return settling.open_organisation(pending, by=by, because=because, alike=list(alike(pending)[:AT_ONCE]))


def attach(
    pending: PendingRow, organisation: Organisation, *, by: Standing, because: str, together: bool = False,
    likeness: dict[str, Any] | None = None,
) -> Sequence[PendingRow]:  # fmt: skip
    """The row is this organisation's; ``together``: and those that say the same. Returns the rows that entered."""
    others = list(alike(pending)[:AT_ONCE]) if together else []
    settling.attach(pending, organisation, by=by, because=because, alike=others, likeness=likeness)
    return [pending, *others]


def attach_by_code(pending: PendingRow, code: str, *, by: Standing, because: str) -> Organisation:
    """The row is the organisation's whose code this is on the register."""
    known = Identifier.objects.filter(kind="uscc", value=uscc.clean(code), known_until__isnull=True, issue="")
    identifier = known.select_related("organisation").first()
    if identifier is None:
        raise Missing("ORGANISATION_UNKNOWN", text("intake.refused.organisation_unknown"))
    settling.attach(pending, identifier.organisation, by=by, because=because)
    return identifier.organisation


def waiting(*, reason: str = "", department: str = "", doubt: bool = False) -> QuerySet[PendingRow]:
    """What waits, the oldest first; ``doubt``: what somebody could not decide."""
    rows = PendingRow.objects.filter(state="waiting").select_related("department", "candidate").order_by("received_at", "id")
    wanted = {"reason": reason, "department__code": department}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    said = Judgement.objects.filter(pending=OuterRef("pk")).order_by("-id")
    rows = rows.annotate(doubted=Exists(said.filter(verdict="unsure")))
    return rows.filter(doubted=True) if doubt else rows


def after(row: PendingRow, rows: QuerySet[PendingRow]) -> PendingRow | None:
    """The next to be decided, beginning again at the oldest; None where nothing else waits."""
    others = rows.exclude(pk=row.pk)
    later = others.filter(received_at=row.received_at, pk__gt=row.pk).first()
    return later or others.filter(received_at__gt=row.received_at).first() or others.first()
