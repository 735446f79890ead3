"""Which receipts and lists somebody may see: a department its own, the centre all; and how a list of them is narrowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from goodstanding.checks import finding
from goodstanding.checks.models import KINDS, Batch, Check, Feedback
from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.rules import uscc
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of receipts is narrowed by."""

    q: str = ""
    purpose: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        """From an address; what makes no sense is left out."""
        kind = query.get("kind", "")
        return cls(
            query.get("q", "").strip()[:50], query.get("purpose", "")[:40], kind if kind in KINDS else "", _day(query.get("since", "")),
            _day(query.get("until", "")),
        )  # fmt: skip


def own(standing: Standing) -> Department | None:
    """The department somebody works in."""
    return Department.objects.filter(pk=standing.department_id).first() if standing.department_id else None


def find_batch(standing: Standing, pk: UUID) -> Batch:
    """A list that was handed in, by the same rule."""
    found = Batch.objects.select_related("department").filter(pk=pk, channel="file").first()
    if found is None:
        raise Missing("NO_SUCH_BATCH", text("checks.desk.refused.no_such_batch"))
    require(standing, "see_check", found)
    return found


def listed(standing: Standing, wanted: Wanted) -> QuerySet[Check]:
    """The newest first."""
    found = finding.seen_by(standing).select_related("organisation", "department").order_by("-id").defer("answer")
    if wanted.q:
        clean = uscc.clean(wanted.q)
        found = found.filter(number=clean) if clean.startswith("HC2") else found.filter(code=clean)
    if wanted.purpose:
        found = found.filter(purpose=wanted.purpose)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(at__date__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__date__lt=wanted.until + timedelta(days=1))
    return found


def batches(standing: Standing) -> QuerySet[Batch]:
    """Lists, the newest first."""
    found = Batch.objects.filter(channel="file").select_related("department").order_by("-at")
    return found if standing.is_centre else found.filter(department=standing.department_id or NOBODY)


def is_at_work(batch: UUID) -> bool:
    """It is being asked, or will be."""
    return Batch.objects.filter(pk=batch, finished_at__isnull=True).exists()


def newest_feedback(checks: Iterable[Check]) -> dict[UUID, list[Feedback]]:
    """What was said of each, the last word on each thing: a later one counts."""
    found: dict[UUID, dict[tuple[str, UUID | None], Feedback]] = {}
    for one in Feedback.objects.filter(receipt__in=[check.pk for check in checks]).select_related("department").order_by("pk"):
        found.setdefault(one.receipt_id, {})[one.measure, one.listing] = one
    return {key: list(words.values()) for key, words in found.items()}


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
