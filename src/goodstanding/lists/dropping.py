"""不予列入: an open case is over without an entry, one or many."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move, move_many
from goodstanding.lists import telling
from goodstanding.lists.locking import locked
from goodstanding.lists.models import Listing, Listings
from goodstanding.rules import persons


def drop(listing: Listing, because: str, *, by: Standing) -> None:
    """With reasons; the organisation is told where it had been told of the case."""
    require(by, "handle_listing", listing)
    words = persons.mask(because.strip()[:1000])[0]
    with transaction.atomic():
        now = locked(listing, "drop")
        Listing.everything.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_words=words)
        move(now, "drop", by=by, because=words)
        if now.served_on or now.publicised_on:
            telling.tell_subject(now, "dropped")
    listing.refresh_from_db()


def drop_many(listings: Listings, *, words: str, by: Standing) -> int:
    """Because what they rested on is gone. Returns how many."""
    with transaction.atomic():
        chosen = move_many(listings, "drop", by=by, because=words, ended_on=timezone.localdate(), ended_words=words)
        told = Listing.everything.filter(pk__in=chosen).select_related("organisation", "department", "kind")
        for one in told.iterator():
            telling.tell_department(one, "dropped")
    return len(chosen)
