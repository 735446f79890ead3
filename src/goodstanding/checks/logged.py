"""What the public log says of checks: every minute, over how many receipts a seal was set, and its root. Never whose, never by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from goodstanding.checks.models import Seal
from goodstanding.ledger.reading import Line
from goodstanding.publiclog import acts
from goodstanding.publiclog.acts import Act
from goodstanding.rules.events import Event

SUBJECT = "checks.seal"


def gather(lines: Sequence[Line]) -> Mapping[int, Act]:
    """Every seal is public."""
    found = Seal.objects.in_bulk([UUID(one.subject_id) for one in lines])
    made: dict[int, Act] = {}
    for place, line in enumerate(lines):
        seal = found[UUID(line.subject_id)]
        content = {
            "v": 1, "event": line.event, "at": acts.moment(line.at), "seal": line.subject_id, "count": seal.count,
            "root": bytes(seal.root).hex(),
        }  # fmt: skip
        made[place] = Act(line.event, line.at, seal.pk, None, None, content)
    return made


def shown(key: UUID) -> bool:
    """Seals are kept for good."""
    return Seal.objects.filter(pk=key).exists()


acts.follow(acts.Following(subject=SUBJECT, events=frozenset({Event.CHECK_SEALED}), gather=gather, shown=shown))
