"""移出名单: for a reason, before the term is over. At once everywhere; one or a whole list in the same statements."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move, move_many
from goodstanding.lists import telling
from goodstanding.lists.ended import end_with
from goodstanding.lists.locking import locked
from goodstanding.lists.models import ENDINGS, Listing, Listings
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

BY_HAND = ("repaired", "objection", "standard", "abuse", "wrong")
"""What a department may say itself; the others follow from another act."""


def end(listing: Listing, *, because: str, words: str, by: Standing) -> None:
    """By the department that listed it. 河南省社会信用条例 art. 66: what was listed wrongly is taken off at once."""
    require(by, "handle_listing", listing)
    kept = persons.mask(words.strip()[:1000])[0]
    if because not in BY_HAND or (because == "abuse" and listing.colour != "red"):
        raise Refused("ENDED_BECAUSE", text("lists.refused.ended_because"))
    with transaction.atomic():
        now = locked(listing, "end")
        Listing.everything.filter(pk=now.pk).update(ended_on=timezone.localdate(), ended_because=because, ended_words=kept)
        move(now, "end", by=by, because=kept, ground=because)
        end_with([now.pk], by=by, because=kept)
        telling.tell_subject(now, "ended")
    listing.refresh_from_db()


def end_many(listings: Listings, *, because: str, words: str, by: Standing) -> int:
    """Those decided and not over, in a few statements, and what rests on them. Returns how many."""
    assert because in ENDINGS  # noqa: S101 - a programming error
    with transaction.atomic():
        chosen = move_many(
            listings, "end", by=by, because=words, data={"ground": because}, ended_on=timezone.localdate(), ended_because=because,
            ended_words=words,
        )  # fmt: skip
        if chosen:
            end_with(chosen, by=by, because=words)
            telling.tell_ended(chosen)
    return len(chosen)
