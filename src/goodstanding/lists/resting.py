"""What an entry rests on must stand. Where a record ends, what rests on it alone ends in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.lists import dropping, ending, telling
from goodstanding.lists.models import IN_FORCE, OPEN, Listing, Rest
from goodstanding.records import resting
from goodstanding.records.models import Ending

BECAUSE = {"repaired": "repaired", "objection": "objection", "regime": ""}
"""An ending of a record -> of the entry; every other (撤销、变更、确认违法 …) takes the ground away. '' leaves the entry as it is: the
document still stands when only its publication is over."""


@resting.register
def end(record_ids: Sequence[UUID], by: Standing, because: str) -> int:  # noqa: ARG001 - the signature of records.resting
    """市场监督管理严重违法失信名单管理办法 art. 19: the entry goes with the penalty it rests on."""
    grounds = dict(Ending.objects.filter(record_id__in=list(record_ids)).values_list("record_id", "because"))
    went = {record: BECAUSE.get(grounds.get(record, ""), "annulled") for record in record_ids}
    ended = 0
    for ground in ("repaired", "objection", "annulled"):
        gone = [record for record, why in went.items() if why == ground]
        ended += _gone(gone, ground, because) if gone else 0
    return ended


def _gone(record_ids: list[UUID], ground: str, because: str) -> int:
    rests = Rest.objects.filter(record_id__in=record_ids, gone_on__isnull=True)
    listings = list(rests.values_list("listing_id", flat=True).distinct())
    if not listings:
        return 0
    rests.update(gone_on=timezone.localdate(), gone_because=ground)
    words = because or str(ground)
    left = Rest.objects.filter(listing=OuterRef("pk"), gone_on__isnull=True)
    concerned = Listing.everything.filter(pk__in=listings).annotate(carried=Exists(left)).order_by("pk")
    bare = concerned.filter(carried=False)
    ended = ending.end_many(bare.filter(state__in=(*IN_FORCE, "reminded")), because=ground, words=words, by=SYSTEM)
    dropped = dropping.drop_many(bare.filter(state__in=OPEN), words=words, by=SYSTEM)
    for one in concerned.filter(carried=True, state__in=(*OPEN, *IN_FORCE)).select_related("department", "organisation", "kind"):
        telling.tell_department(one, "rest_gone")
    return ended + dropped
