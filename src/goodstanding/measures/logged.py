"""What the public log says of measures: adopted, and no longer. Whom one was applied to is said to that organisation alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from goodstanding.ledger.reading import Line
from goodstanding.measures.models import Adoption
from goodstanding.publiclog import acts
from goodstanding.publiclog.acts import Act
from goodstanding.rules.events import Event

EVENTS = frozenset({Event.MEASURE_ADOPTED, Event.MEASURE_ENDED})


def gather(lines: Sequence[Line]) -> Mapping[int, Act]:
    """An adoption is public from the day it is made; one that was only proposed never has an entry of these."""
    found = Adoption.everything.select_related("department").in_bulk([UUID(one.subject_id) for one in lines])
    made: dict[int, Act] = {}
    for place, line in enumerate(lines):
        one = found[UUID(line.subject_id)]
        content = {
            "v": 1, "event": line.event, "at": acts.moment(line.at), "adoption": line.subject_id, "number": one.number,
            "measure": one.kind_id,
            "organ": {"name": one.department.name, "code": one.department.code}, "decision_no": one.decision_no, "basis": one.basis,
            "adopted_on": one.adopted_on.isoformat() if one.adopted_on else "", "review_on": one.review_on.isoformat(),
            "reasons": one.reasons,
        }  # fmt: skip
        if line.event == Event.MEASURE_ENDED:
            content |= {"because": one.ended_because, "words": one.ended_words}
        made[place] = Act(line.event, line.at, one.pk, None, one.department_id, content)
    return made


def shown(key: UUID) -> bool:
    """Adopted, or no longer: its page stays."""
    return bool(Adoption.everything.filter(pk=key, adopted_on__isnull=False).exists())


acts.follow(acts.Following(subject="measures.adoption", events=EVENTS, gather=gather, shown=shown))
