"""An example told from what turns out to be wrong comes down in the same transaction in which that ends."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from goodstanding.departments.standing import Standing
from goodstanding.efficacy import withdrawing
from goodstanding.efficacy.models import Example
from goodstanding.lists import ended
from goodstanding.records import resting


@ended.register
def with_entries(listing_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of lists.ended
    """河南省社会信用条例 art. 66: what was listed wrongly is put right at once, and so is what was told of it."""
    theirs = Q(listing__in=list(listing_ids)) | Q(application__listing__in=list(listing_ids))
    return withdrawing.where_wrong(Example.objects.filter(theirs))


@resting.register
def with_records(record_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of records.resting
    """行政处罚法 art. 48: a decision that was annulled, varied or found unlawful is no example of anything."""
    given = list(record_ids)
    theirs = (
        Q(application__rests__record__in=given) | Q(listing__rests__record__in=given) | Q(application__listing__rests__record__in=given)
    )
    return withdrawing.where_wrong(Example.objects.filter(pk__in=Example.objects.filter(theirs).values("pk")))
