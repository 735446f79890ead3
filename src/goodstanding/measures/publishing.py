"""What everybody may see of measures: the catalogue, by which rule, adopted by whom since when, and how many are in force. Counts only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from goodstanding.measures import saying
from goodstanding.measures.catalogue import quoted, rules
from goodstanding.measures.models import Adoption, Application, Kind
from goodstanding.rules.listing import ListKind, MeasureKind
from goodstanding.rules.texts import Text


@dataclass(frozen=True, slots=True)
class Shown:
    """One measure as it is shown. ``halted``: why it cannot be applied today."""

    kind: Kind
    said: MeasureKind
    basis: Text
    halted: Text | None
    adoptions: list[Adoption]
    in_force: int


def catalogue(*, side: str = "", department: str = "") -> list[Shown]:
    """Every measure of the catalogue, in its order; ``department``: only what it has adopted, by its code."""
    adopted = adoptions()
    counts = in_force()
    shown = []
    kinds = Kind.objects.in_bulk()
    for code, said in rules().measures.items():
        held = adopted[code]
        if code not in kinds or (side and said.side != side) or (department and department not in {one.department.code for one in held}):
            continue
        kind = kinds[code]
        shown.append(Shown(kind, said, quoted(kind.basis), saying.halt_of(kind), held, counts.get(code, 0)))
    return shown


def one(kind: Kind, said: MeasureKind) -> Shown:
    """The same of one."""
    return Shown(kind, said, quoted(kind.basis), saying.halt_of(kind), adoptions()[kind.pk], in_force().get(kind.pk, 0))


def adoptions() -> dict[str, list[Adoption]]:
    """Who has adopted what: in force today, the oldest first."""
    found: dict[str, list[Adoption]] = defaultdict(list)
    for one in Adoption.everything.in_force().select_related("department", "kind").order_by("adopted_on", "pk"):
        found[one.kind_id].append(one)
    return found


def in_force() -> dict[str, int]:
    """Applications in force by measure."""
    return dict(Application.everything.in_force().order_by().values_list("kind_id").annotate(n=Count("pk")))


def incentives() -> list[tuple[ListKind, Text, list[Shown]]]:
    """Each red list, the rule it rests on, and what it brings. A list that brings nothing yet is named too."""
    shown = catalogue(side="incentive")
    red = [kind for kind in rules().kinds.values() if kind.colour == "red"]
    return [(kind, quoted(kind.basis), [one for one in shown if kind.code in one.said.lists]) for kind in red]
