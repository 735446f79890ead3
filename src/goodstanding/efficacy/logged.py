"""What the public log says of examples: published, with the words of that version (they name nobody), and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from goodstanding.efficacy.models import Example, Version
from goodstanding.ledger.reading import Line
from goodstanding.publiclog import acts
from goodstanding.publiclog.acts import Act
from goodstanding.rules.events import Event

EVENTS = frozenset({Event.EXAMPLE_PUBLISHED, Event.EXAMPLE_WITHDRAWN})


def gather(lines: Sequence[Line]) -> Mapping[int, Act]:
    """The organisation is in none of them: whose case it was is not public."""
    found = Example.objects.select_related("department").in_bulk([UUID(one.subject_id) for one in lines])
    words = {one.example_id: one for one in Version.objects.filter(example__in=found) if one.number == found[one.example_id].version}
    made: dict[int, Act] = {}
    for place, line in enumerate(lines):
        one = found[UUID(line.subject_id)]
        content = {
            "v": 1, "event": line.event, "at": acts.moment(line.at), "example": line.subject_id, "number": one.number,
            "organ": {"name": one.department.name, "code": one.department.code},
        }  # fmt: skip
        more = {"words": words[one.pk].words} if line.event == Event.EXAMPLE_PUBLISHED else {"because": one.ended_words}
        made[place] = Act(line.event, line.at, one.pk, None, one.department_id, content | more)
    return made


def shown(key: UUID) -> bool:
    """While it is published."""
    return bool(Example.objects.filter(pk=key, state="published").exists())


acts.follow(acts.Following(subject="efficacy.example", events=EVENTS, gather=gather, shown=shown))
