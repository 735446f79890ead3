"""A record or an entry that is disputed ends for another reason: its part of the case is settled as ended otherwise; the case says so."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.lists import ended as lists_ended
from goodstanding.objections.models import OVER, Item, Objection
from goodstanding.objections.telling import tell_centre
from goodstanding.records import resting


@resting.register
def end(record_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of records.resting
    """Called in the transaction that ends them. The case itself is closed by a clerk, with reasons: nothing is decided by accident."""
    return _settle(Q(record_id__in=list(record_ids)))


@lists_ended.register
def off_the_list(listing_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of lists.ended
    """The same for an entry that leaves its list otherwise."""
    return _settle(Q(listing_id__in=list(listing_ids)))


def _settle(concerned: Q) -> int:
    open_ones = Item.objects.filter(concerned, outcome="").exclude(objection__state__in=OVER)
    cases = list(open_ones.values_list("objection_id", flat=True).distinct())
    settled = open_ones.update(outcome="otherwise", settled_at=timezone.now())
    for case in Objection.objects.filter(pk__in=cases).exclude(items__outcome="").distinct():
        tell_centre(case, "objections.told.otherwise")
    return settled
