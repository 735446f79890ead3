"""What a measure rests on must stand: with the entry or the last record it ends, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.lists import ended
from goodstanding.measures import ending, telling
from goodstanding.measures.models import OPEN, Application, Ground
from goodstanding.records import resting
from goodstanding.ui.texts import text


@ended.register
def with_entries(listing_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of lists.ended
    """信用修复、移出名单的，相关措施同时解除. By the product itself, on the entry's ground."""
    concerned = Application.everything.filter(listing_id__in=list(listing_ids))
    return ending.over_many(concerned, because="entry", words=because or text("measures.ended_words.entry").zh, by=SYSTEM)


@resting.register
def with_records(record_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of records.resting
    """A record that has ended carries nothing any more; where another still does, the department looks again."""
    grounds = Ground.objects.filter(record_id__in=list(record_ids), gone_on__isnull=True)
    applications = list(grounds.values_list("application_id", flat=True).distinct())
    if not applications:
        return 0
    words = because or text("measures.ended_words.record").zh
    grounds.update(gone_on=timezone.localdate(), gone_because=words)
    left = Ground.objects.filter(application=OuterRef("pk"), gone_on__isnull=True)
    concerned = Application.everything.filter(pk__in=applications).annotate(carried=Exists(left))
    bare = concerned.filter(carried=False)
    over = ending.over_many(bare, because="record", words=words, by=SYSTEM)
    for one in concerned.filter(carried=True, state__in=(*OPEN, "applied")).select_related("department", "organisation", "kind"):
        telling.tell_office(one, "ground_gone")
    return over
