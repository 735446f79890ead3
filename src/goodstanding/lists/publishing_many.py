"""公布 many entries of one loaded list for one reason: still a decision of its own, by another than handed the file in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.ledger.moving import move_many
from goodstanding.lists import catalogue, proposing, telling
from goodstanding.lists.models import Listing, Listings, Load
from goodstanding.lists.publishing import LONGEST
from goodstanding.organisations.models import Organisation
from goodstanding.representing.models import Power
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

MOST = 5000
"""At once: what one person can answer for with one reason, and a request bears."""
SET = 1000


def waiting(load: Load) -> Listings:
    """Its entries that are decided, in force by their dates and not published."""
    today = timezone.localdate()
    found: Listings = Listing.everything.filter(load=load, state="decided", decided_on__lte=today, ends_on__gte=today)
    return found


def publish_many(load: Load, because: str, *, by: Standing) -> int:
    """Up to :data:`MOST` of them, set by set, each set in a transaction of its own. Returns how many."""
    require(by, "decide_listing", load)
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("REASONS_MISSING", text("lists.desk.refused.reason_missing"))
    if by.user_id is not None and by.user_id == load.by_user:
        raise Refused("LISTING_OWN", text("lists.refused.own"))
    if not load.kind.public:
        raise Refused("NEVER_PUBLIC", text("lists.refused.never_public"))
    # Chosen once: whoever clicks twice publishes these and no others.
    chosen = list(waiting(load).order_by("pk").values_list("pk", flat=True)[:MOST])
    return sum(_set(load, chosen[start : start + SET], words, by) for start in range(0, len(chosen), SET))


def _set(load: Load, chosen: Sequence[UUID], words: str, by: Standing) -> int:
    with transaction.atomic():
        conditions = Listing.everything.filter(load=load).values_list("criterion", flat=True).distinct()
        for criterion in conditions.order_by("criterion"):  # one in all files so far
            force.hold(*catalogue.bases(load.kind_id, criterion))
            proposing.in_force(load.kind, criterion)
        bodies = Listing.everything.filter(pk__in=chosen).values("organisation_id")
        list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=bodies).order_by("pk").values_list("pk"))
        still = move_many(
            waiting(load).filter(pk__in=chosen), "publish", by=by, because=words, data={"load": str(load.pk)}, publication=words,
            published_by=by.label, published_at=timezone.now(),
        )  # fmt: skip
        _tell(still)
    return len(still)


def _tell(published: Sequence[UUID]) -> None:
    """Only those somebody acts for."""
    held = Power.objects.in_force().values("organisation_id")
    found = Listing.everything.filter(pk__in=published, organisation_id__in=held)
    for one in found.select_related("organisation", "kind").iterator():
        telling.tell_subject(one, "published")
