"""Is what was handed in under this name and code this organisation? What a clerk says is kept, and remembered for the next batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict
from goodstanding.ledger.writing import write
from goodstanding.organisations.models import VERDICTS, Judgement, Organisation, PendingRow
from goodstanding.organisations.reasons import reason
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


def judge(
    pending: PendingRow, organisation: Organisation, verdict: str, *, by: Standing, because: str, likeness: dict[str, Any] | None = None
) -> Judgement:
    """A waiting row beside an organisation: same, different, unsure, or an earlier word withdrawn. Nothing attaches by this alone."""
    require(by, "settle", pending)
    if verdict not in VERDICTS:
        raise Refused("VERDICT_UNKNOWN", text("organisations.refused.verdict_unknown"))
    with transaction.atomic():
        if PendingRow.objects.select_for_update().get(pk=pending.pk).state not in {"waiting", "settled"}:
            raise conflict()
        return _say(pending, organisation, verdict, by=by, because=reason(because), likeness=likeness or {})


def take_back(rows: Iterable[PendingRow], organisation: Organisation, verdict: str, *, by: Standing, because: str) -> None:
    """After an undoing: what was remembered of these names and codes counts no more."""
    for row in {(row.normal_name, row.code): row for row in rows}.values():
        _say(row, organisation, verdict, by=by, because=because, likeness={})


def latest(normal_name: str, code: str) -> dict[int, Judgement]:
    """The word that counts, for each organisation anybody said something about."""
    said = Judgement.objects.filter(normal_name=normal_name, code=code).order_by("organisation_id", "-id").distinct("organisation_id")
    return {one.organisation_id: one for one in said if one.verdict != "withdrawn"}


def _say(
    pending: PendingRow, organisation: Organisation, verdict: str, *, by: Standing, because: str, likeness: dict[str, Any]
) -> Judgement:
    if not pending.normal_name:
        raise Refused("NAME_MISSING", text("organisations.refused.name_missing"))
    said = Judgement.objects.create(
        normal_name=pending.normal_name, code=pending.code, organisation=organisation, verdict=verdict, because=because,
        likeness=likeness, pending=pending, by=by.label, user_id=by.user_id,
    )  # fmt: skip
    data = {"verdict": verdict, "organisation": organisation.pk, "pending": pending.pk, "score": likeness.get("score")}
    write(Event.JUDGEMENT_GIVEN, said, by=by, because=because, data=data)
    return said
