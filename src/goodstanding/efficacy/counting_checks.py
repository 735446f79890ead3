"""What followed from checks: how many, for what, by whom, and what was said to follow. 未采取 with its reason is a full answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from goodstanding.checks.models import OUTCOMES, Check, Feedback
from goodstanding.lists.catalogue import rules

ASKED, SILENT = "asked", "silent"
FIGURES = (ASKED, *OUTCOMES, SILENT)
"""``silent``: nothing was said yet."""
ON_MEASURES = tuple(one for one in OUTCOMES if one != "seen")


@dataclass(slots=True)
class Row:
    """One purpose (or measure) in one department; ``counts``: figure -> how many receipts."""

    what: str
    department: int
    counts: dict[str, int] = field(default_factory=dict)

    def n(self, figure: str) -> int:
        """0 where nothing was counted."""
        return self.counts.get(figure, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One year; '' and None are everything. ``hidden``: whether those are counted that a law keeps from the organisation."""

    year: int
    purpose: str = ""
    measure: str = ""
    department: str = ""
    within: int | None = None
    hidden: bool = False


def by_purpose(asked: Asked) -> list[Row]:
    """Receipts by purpose and department, and what was said of them last."""
    found: dict[tuple[str, int], Row] = {}
    made = _checks(asked).order_by().values_list("purpose", "department_id").annotate(n=Count("pk"))
    silent = rows(SILENT, asked).order_by().values_list("purpose", "department_id").annotate(n=Count("pk"))
    for figure, query in ((ASKED, made), (SILENT, silent)):
        for purpose, department, n in query:
            found.setdefault((purpose, department), Row(purpose, department)).counts[figure] = n
    said = _last(asked).order_by().values_list("receipt__purpose", "receipt__department_id", "outcome")
    for purpose, department, outcome, n in said.annotate(n=Count("receipt_id", distinct=True)):
        found[purpose, department].counts[outcome] = n
    return [found[key] for key in sorted(found)]


def by_measure(asked: Asked, side: str = "") -> list[Row]:
    """What was said of each measure that an answer named."""
    found: dict[tuple[str, int], Row] = {}
    said = _last(asked).exclude(measure="").order_by().values_list("measure", "receipt__department_id", "outcome")
    known = rules().measures
    for measure, department, outcome, n in said.annotate(n=Count("receipt_id", distinct=True)):
        if outcome in ON_MEASURES and (not side or (measure in known and known[measure].side == side)):
            found.setdefault((measure, department), Row(measure, department)).counts[outcome] = n
    return [found[key] for key in sorted(found)]


def rows(figure: str, asked: Asked) -> QuerySet[Check]:
    """Exactly the receipts that a figure counts, the newest first."""
    found = _checks(asked).select_related("department", "organisation").defer("answer").order_by("-id")
    if figure == SILENT:
        return found.filter(~Exists(Feedback.objects.filter(receipt=OuterRef("pk"))))
    if figure in OUTCOMES:
        said = _last(asked).filter(outcome=figure)
        return found.filter(pk__in=(said.filter(measure=asked.measure) if asked.measure else said).values("receipt"))
    return found


def words(checks: list[Check], measure: str = "") -> dict[Any, list[Feedback]]:
    """What was said of these receipts last, of each thing; one statement."""
    last = Feedback.objects.filter(receipt__in=[one.pk for one in checks]).order_by().values("receipt", "measure", "listing")
    found: dict[Any, list[Feedback]] = {}
    for one in Feedback.objects.filter(
        pk__in=last.annotate(newest=Max("pk")).values("newest"), **({"measure": measure} if measure else {})
    ):
        found.setdefault(one.receipt_id, []).append(one)
    return found


def _within(asked: Asked, to: str = "") -> Q:
    """The year as two moments: the index over the time serves it."""
    zone = timezone.get_current_timezone()
    first, after = (datetime(year, 1, 1, tzinfo=zone) for year in (asked.year, asked.year + 1))
    chosen = {"purpose": asked.purpose, "department__code": asked.department, "department_id": asked.within}
    wanted: dict[str, Any] = {
        "at__gte": first,
        "at__lt": after,
        **{name: value for name, value in chosen.items() if value not in ("", None)},
    }
    if not asked.hidden:
        wanted["hidden"] = False
    return Q(**{f"{to}{name}": value for name, value in wanted.items()})


def _checks(asked: Asked) -> QuerySet[Check]:
    return Check.objects.filter(_within(asked))


def _last(asked: Asked) -> QuerySet[Feedback]:
    """The last word on each thing: a later one counts."""
    said = Feedback.objects.filter(_within(asked, "receipt__")).order_by().values("receipt", "measure", "listing")
    return Feedback.objects.filter(pk__in=said.annotate(newest=Max("pk")).values("newest"))
