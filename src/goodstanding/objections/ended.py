"""A record that is disputed ends for another reason: its part of the case is settled as ended otherwise, and the case says so."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.objections.models import OVER, Item, Objection
from goodstanding.objections.telling import tell_centre
from goodstanding.records import resting


@resting.register
def end(record_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of records.resting
    """Called in the transaction that ends them. The case itself is closed by a clerk, with reasons: nothing is decided by accident."""
    open_ones = Item.objects.filter(record_id__in=list(record_ids), outcome="").exclude(objection__state__in=OVER)
    cases = list(open_ones.values_list("objection_id", flat=True).distinct())
    settled = open_ones.update(outcome="otherwise", settled_at=timezone.now())
    for case in Objection.objects.filter(pk__in=cases).exclude(items__outcome="").distinct():
        tell_centre(case, "objections.told.otherwise")
    return settled
