"""An objection is decided: part by part, with reasons and basis. What follows is done in the same transaction; marks and suspensions go.

Whoever answered for a source does not decide (the database holds that too). A source's silence, and what it cannot verify, go against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import closing, grounds, locking, settling
from goodstanding.objections.models import Item, Objection
from goodstanding.objections.telling import tell_sources, tell_subject
from goodstanding.records.turns import my_turn
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What becomes of one part: ``correct`` (with values), ``end``, ``take_back``, ``add`` or ``nothing``."""

    outcome: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``parts``: item -> what becomes of it. ``reasons`` are published where something was corrected or ended."""

    parts: Mapping[int, Part]
    reasons: str
    basis: str


def decide(objection: Objection, said: Decision, *, by: Standing) -> None:
    """Raises ``Refused`` with what is missing, ``Conflict`` where it is too early or somebody was quicker."""
    require(by, "handle_objection", objection)
    reasons = locking.words(said.reasons)
    if not grounds.known(said.basis):
        raise Refused("BASIS_MISSING", text("objections.refused.basis_missing"))
    # The writers' turn first, as whoever enters rows takes it; then the records, then the case.
    with my_turn():
        one = locking.locked(objection, "decide")
        _not_oneself(one, by)
        items = list(one.items.filter(outcome="").select_related("record", "listing"))
        chosen = {item.pk: _chosen(item, said) for item in items}
        grounds.check(one, items, {pk: part.outcome for pk, part in chosen.items()})
        closing.lift(one, by=by, because=reasons)
        for item in items:
            settling.settle(item, chosen[item.pk], because=settling.Because(one, reasons, said.basis), by=by)
        closing.close_inquiries(one, by=by)
        outcome = outcome_of([item.outcome for item in one.items.all()])
        Objection.objects.filter(pk=one.pk).update(
            reasons=reasons, basis=said.basis, outcome=outcome, decided_at=timezone.now(), closed_at=timezone.now(),
            decided_user=by.user_id, decided_by=by.label,
        )  # fmt: skip
        move(one, "decide", by=by, because=reasons, outcome=outcome, basis=said.basis)
        tell_subject(one, "objections.told.decided")
        tell_sources(one, "objections.told.decided")
    objection.refresh_from_db()


def outcome_of(settled: list[str]) -> str:
    """Of the parts that were decided here: all granted, some, none; and nothing where all ended otherwise meanwhile."""
    decided = [one for one in settled if one != "otherwise"]
    granted = [one for one in decided if one != "nothing"]
    if not decided:
        return "moot"
    if not granted:
        return "rejected"
    return "upheld" if len(granted) == len(decided) else "partly"


def _chosen(item: Item, said: Decision) -> Part:
    """What was chosen; what has ended meanwhile is beyond choosing."""
    about = item.record or item.listing
    if about is not None and about.ended_on is not None:
        return Part(outcome="otherwise")
    part = said.parts.get(item.pk)
    if part is None or part.outcome not in grounds.outcomes(item):
        raise Refused("PART_OPEN", text("objections.refused.part_open"))
    return part


def _not_oneself(objection: Objection, by: Standing) -> None:
    if by.user_id is not None and objection.inquiries.filter(answered_user=by.user_id).exists():
        raise Conflict("ANSWERED_ONESELF", text("objections.refused.answered_oneself"))
