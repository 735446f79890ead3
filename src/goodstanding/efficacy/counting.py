"""How measures were used, counted by measure, department and year; what counts a case and what opens it is one condition.

Departments are measured here, organisations are not. Eight statements, however many cases there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Case, Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from goodstanding.ledger.models import Entry
from goodstanding.measures.models import ENDINGS, Application, Applications
from goodstanding.rules.events import Event

TERM = "term"
ENDED = (TERM, *(one for one in ENDINGS if one != "renewed"))
"""By which ground a measure ended: its term was over, or one of the measures' own."""
DROPPED = ("department", "entry", "record", "basis", "measure")
"""By which ground a case was dropped: by the department, or because what it rested on had gone."""
FIGURES = ("begun", "dropped", "applied", "ended", "off_list", "repaired", "records_repaired")
PARTS = {"dropped": DROPPED, "ended": ENDED}
SIDES = ("restriction", "incentive")
Key = tuple[str, int]
"""A measure and a department."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``when``: the day that says which year it belongs to; ``of``: what it counts; ``part``: by what it is broken down."""

    when: str
    of: Q
    part: str = ""
    bodies: bool = False


@dataclass(slots=True)
class Row:
    """One measure in one department. ``counts``: figure, or figure and part -> how many; ``median``: days in force."""

    kind: str
    department: int
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    median: int | None = None

    def n(self, figure: str, part: str = "") -> int:
        """0 where nothing was counted."""
        return self.counts.get((figure, part), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is counted: one year, one side; '' and None are everything. ``within``: one department's own, for its own desk."""

    year: int
    side: str = ""
    kind: str = ""
    department: str = ""
    within: int | None = None


def figures(today: date | None = None) -> dict[str, Figure]:
    """Each condition, once: :func:`counted` groups by it, :func:`rows` opens it."""
    day = today or timezone.localdate()
    in_force = Q(decided_on__isnull=False, side="restriction")
    off = in_force & _while("listing__ended_on")
    return {
        "begun": Figure("proposed_at", Q()),
        "dropped": Figure("ended_on", Q(state="dropped"), "drop_why"),
        "applied": Figure("decided_on", Q(decided_on__isnull=False)),
        "ended": Figure("over_on", Q(state="ended") | Q(state="applied", ends_on__lt=day), "over_why"),
        "off_list": Figure("listing__ended_on", off & Q(listing__state="ended"), bodies=True),
        "repaired": Figure("listing__ended_on", off & Q(listing__state="ended", listing__ended_because="repaired"), bodies=True),
        "records_repaired": Figure(
            "rests__record__ended_on", in_force & _while("rests__record__ended_on") & Q(rests__record__ended_because="repaired"),
            bodies=True,
        ),
    }  # fmt: skip


def counted(scope: Scope) -> list[Row]:
    """Every measure and department of which there is anything to say, in the order of their codes."""
    found: dict[Key, Row] = {}
    for name, figure in figures().items():
        for kind, department, part, n in _grouped(figure, scope):
            row = found.setdefault((kind, department), Row(kind, department))
            row.counts[name, ""] = row.n(name) + n
            if part:
                row.counts[name, part] = n
    for kind, department, median in _medians(scope):
        found[kind, department].median = median.days
    return [found[key] for key in sorted(found)]


def rows(name: str, scope: Scope, part: str = "") -> Applications:
    """Exactly the cases that a figure counts; one case of each organisation where organisations are counted."""
    figure = figures()[name]
    found = _scoped(scope).filter(figure.of, **{f"{figure.when}__year": scope.year})
    if part:
        found = found.filter(**{figure.part: part})
    if figure.bodies:
        # Counted by measure and department: the same body under two measures stands in two rows.
        chosen = found.order_by("kind_id", "department_id", "organisation_id", "pk").distinct("kind_id", "department_id", "organisation_id")
        found = Application.everything.filter(pk__in=chosen.values("pk"))
    opened: Applications = found.select_related("organisation", "department", "kind", "listing", "adoption").order_by("-proposed_at", "pk")
    return opened


def years() -> list[int]:
    """From the first case until this year, the newest first."""
    this = timezone.localdate().year
    first = Application.everything.order_by("proposed_at").values_list("proposed_at", flat=True).first()
    return list(range(this, min(first.year if first else this, this) - 1, -1))


def _while(day: str) -> Q:
    """It happened while the measure was in force, and by its own day."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gte=F(day))
    return still & Q(**{f"{day}__isnull": False, "starts_on__lte": F(day), "ends_on__gte": F(day)})


def _scoped(scope: Scope) -> Applications:
    dropped = Entry.objects.filter(
        subject="measures.application", subject_id=Cast(OuterRef("pk"), TextField()), event=Event.APPLICATION_DROPPED
    ).annotate(why=KeyTextTransform("ground", "data"))
    over = Q(state="ended")
    found: Applications = Application.everything.annotate(
        over_on=Case(When(over, then="ended_on"), default="ends_on"),
        over_why=Case(When(over, then="ended_because"), default=Value(TERM), output_field=TextField()),
        drop_why=Coalesce(Subquery(dropped.values("why")[:1]), Value("department"), output_field=TextField()),
    )
    chosen: dict[str, Any] = {
        "side": scope.side, "kind_id": scope.kind, "department__code": scope.department, "department_id": scope.within,
    }  # fmt: skip
    return found.filter(**{name: value for name, value in chosen.items() if value not in ("", None)})


def _grouped(figure: Figure, scope: Scope) -> Iterator[tuple[str, int, str, int]]:
    found = _scoped(scope).filter(figure.of, **{f"{figure.when}__year": scope.year}).order_by()
    by = ["kind_id", "department_id", *([figure.part] if figure.part else [])]
    n = Count("organisation_id" if figure.bodies else "pk", distinct=figure.bodies)
    for row in found.values_list(*by).annotate(n=n):
        yield row[0], row[1], row[2] if figure.part else "", row[-1]


class Median(Aggregate):
    """The middle one; between two, half way."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def _medians(scope: Scope) -> Iterator[tuple[str, int, timedelta]]:
    """Days from the first to the end, of what ended that year."""
    figure = figures()["ended"]
    days = ExpressionWrapper(Greatest(F("over_on"), F("starts_on")) - F("starts_on"), output_field=DurationField())
    found = _scoped(scope).filter(figure.of, **{f"{figure.when}__year": scope.year}).order_by()
    yield from found.values_list("kind_id", "department_id").annotate(median=Median(days))
