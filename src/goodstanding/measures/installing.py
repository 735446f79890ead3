"""Give the database's own locks the catalogue's measures: at every migration, when the server starts, after the catalogue has changed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from goodstanding.measures.models import Kind
from goodstanding.rules.listing import ListingRules

REVIEW = "review"
"""The term within which a decision can be brought to review: what is over it is final, unless somebody has."""
_FIELDS = [
    "side",
    "type",
    "basis",
    "scope",
    "weight",
    "months",
    "review_months",
    "final",
    "final_days",
    "lists",
    "records",
    "since",
    "until",
]


def install(rules: ListingRules, final_days: int) -> None:
    """What the catalogue no longer names stays, out of use. ``final_days``: the count of the term :data:`REVIEW`."""
    wanted = [
        Kind(
            code=one.code, side=one.side, type=one.type, basis=one.basis, scope=one.scope, weight=one.weight, months=one.months,
            review_months=one.review_months, final=one.final, final_days=final_days, lists=list(one.lists), records=list(one.records),
            since=one.since, until=one.until,
        )
        for one in rules.measures.values()
    ]  # fmt: skip
    # What the catalogue no longer names is not applied any more; what was applied shows why it is not in force.
    gone = Kind.objects.exclude(code__in=[one.code for one in wanted]).filter(until__isnull=True)
    gone.update(until=timezone.localdate() - timedelta(days=1))
    known = {one.code: one for one in Kind.objects.all()}
    if any(one.code not in known or any(getattr(one, name) != getattr(known[one.code], name) for name in _FIELDS) for one in wanted):
        Kind.objects.bulk_create(wanted, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS)
