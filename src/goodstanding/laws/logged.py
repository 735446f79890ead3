"""What the public log says of the basis register: a law or a measure was halted, a suspension was lifted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from goodstanding.laws.models import Halt
from goodstanding.ledger.reading import Line
from goodstanding.publiclog import acts
from goodstanding.publiclog.acts import Act
from goodstanding.rules.events import Event

EVENTS = frozenset({Event.LAW_HALTED, Event.LAW_RESUMED})


def gather(lines: Sequence[Line]) -> Mapping[int, Act]:
    """Every one of them is public. How many it concerned is said; whom, the register's own page says for its term."""
    found = Halt.objects.in_bulk([UUID(one.subject_id) for one in lines])
    made: dict[int, Act] = {}
    for place, line in enumerate(lines):
        halt = found[UUID(line.subject_id)]
        content = {
            "v": 1, "event": line.event, "at": acts.moment(line.at), "halt": line.subject_id, "number": halt.number, "target": halt.target,
            "code": halt.code, "articles": halt.articles, "kind": halt.kind, "document": halt.document, "words": halt.words,
            "since": halt.since.isoformat(), "affected": halt.affected,
        }  # fmt: skip
        if line.event == Event.LAW_RESUMED:
            content |= {"lifted_on": halt.lifted_on.isoformat() if halt.lifted_on else "", "because": halt.lifted_because}
        made[place] = Act(line.event, line.at, halt.pk, None, None, content)
    return made


def shown(key: UUID) -> bool:
    """The register keeps every halt."""
    return Halt.objects.filter(pk=key).exists()


acts.follow(acts.Following(subject="laws.halt", events=EVENTS, gather=gather, shown=shown))
