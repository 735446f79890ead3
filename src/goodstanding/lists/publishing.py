"""公布: a decision of its own, with its own reasons; what is decided may also be kept back, and brought out later."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.ledger.moving import move
from goodstanding.lists import catalogue, proposing, telling
from goodstanding.lists.locking import locked
from goodstanding.lists.models import Listing
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

LONGEST = 1000


def publish(listing: Listing, because: str, *, by: Standing) -> None:
    """Everybody can see it from now until its end; why that is proportionate is said."""
    require(by, "decide_listing", listing)
    words = persons.mask(because.strip()[:LONGEST])[0]
    with transaction.atomic():
        force.hold(*catalogue.bases(listing.kind_id, listing.criterion))
        now = locked(listing, "publish")
        proposing.in_force(now.kind, now.criterion)
        if not now.kind.public:
            raise Refused("NEVER_PUBLIC", text("lists.refused.never_public"))
        if not now.in_force():
            raise Refused("TERM_OVER", text("lists.refused.term_over"))
        if now.load_id is not None and by.user_id is not None and by.user_id == now.proposed_user:
            raise Refused("LISTING_OWN", text("lists.refused.own"))
        _kept(now, words, by)
        Listing.everything.filter(pk=now.pk).update(published_at=timezone.now())
        move(now, "publish", by=by, because=words)
        telling.tell_subject(now, "published")
    listing.refresh_from_db()


def withhold(listing: Listing, because: str, *, by: Standing) -> None:
    """It is in force and nobody but the authorities sees it."""
    require(by, "decide_listing", listing)
    words = persons.mask(because.strip()[:LONGEST])[0]
    with transaction.atomic():
        now = locked(listing, "withhold")
        _kept(now, words, by)
        move(now, "withhold", by=by, because=words)
        telling.tell_subject(now, "withheld")
    listing.refresh_from_db()


def _kept(listing: Listing, words: str, by: Standing) -> None:
    if not words:
        raise Refused("REASONS_MISSING", text("lists.refused.reasons_missing"))
    Listing.everything.filter(pk=listing.pk).update(publication=words, published_by=by.label)
