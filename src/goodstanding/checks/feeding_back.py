"""反馈: what was done with an answer, by the department that asked. Words are added, never changed; the newest counts."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from goodstanding.checks import asking, replay
from goodstanding.checks.models import OUTCOMES, Check, Feedback
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

LONGEST = 2_000
ON_SOMETHING = frozenset({"applied", "not_applied", "ended"})
"""These say of a measure or an entry what became of it."""


def feed_back(
    check: Check, outcome: str, *, measure: str = "", listing: UUID | None = None, reasons: str = "", effect: str = "", by: Standing
) -> Feedback:
    """Said again in the same words, as a program does that heard no answer, it is one feedback. Raises ``Refused`` for what the answer
    did not name, and where something was not applied without saying why.
    """
    require(by, "feed_back", check)
    if outcome not in OUTCOMES:
        raise Refused("OUTCOME_UNKNOWN", text("checks.refused.outcome"))
    why, became = (persons.mask(asking.storable(words).strip()[:LONGEST])[0] for words in (reasons, effect))
    if outcome == "not_applied" and not why:
        # 国家发展改革委 feedback practice (facts §9): not applying, with its reason, is a full answer.
        raise Refused("REASONS_MISSING", text("checks.refused.reasons_missing"))
    if outcome in ON_SOMETHING and not (measure or listing):
        raise Refused("NOTHING_NAMED", text("checks.refused.nothing_named"))
    _named(check, measure, listing)
    said = {"outcome": outcome, "reasons": why, "effect": became, "by": by.label, "by_user": by.user_id, "client_id": by.client_id}
    with transaction.atomic():
        Check.objects.select_for_update(no_key=True).only("pk").get(pk=check.pk)  # twice at once: the second finds the first
        newest = Feedback.objects.filter(receipt=check, measure=measure, listing=listing).last()
        if newest is not None and all(getattr(newest, name) == value for name, value in said.items()):
            return newest
        made = Feedback.objects.create(
            receipt=check, measure=measure, listing=listing, department_id=check.department_id, **said
        )  # fmt: skip
        data = {"outcome": outcome, "measure": measure, "listing": listing, "feedback": made.pk}
        write(Event.CHECK_FED_BACK, check, by=by, because=why, data=data)
    return made


def _named(check: Check, measure: str, listing: UUID | None) -> None:
    """Only what the answer held: nothing is reported on what nobody was told."""
    if not measure and listing is None:
        return
    said = replay.read(check)
    measures = {one["measure"] for group in (said["measures"] or {}).values() for one in group}
    if measure and measure not in measures:
        raise Refused("MEASURE_NOT_NAMED", text("checks.refused.measure_not_named"))
    if listing is not None and str(listing) not in {one["id"] for one in said["entries"] or ()}:
        raise Refused("LISTING_NOT_NAMED", text("checks.refused.listing_not_named"))
