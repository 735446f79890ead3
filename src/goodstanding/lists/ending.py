"""移出名单: for a reason, before the term is over. At once everywhere; one or a whole list in the same statements."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.ledger.writing import write_many
from goodstanding.lists import telling
from goodstanding.lists.ended import end_with
from goodstanding.lists.locking import locked
from goodstanding.lists.models import ENDINGS, IN_FORCE, Listing, Listings
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

BY_HAND = ("repaired", "objection", "standard", "abuse", "wrong")
"""What a department may say itself; the others follow from another act."""
_ENTRY = """
    SELECT 'lists.listing', id, department_id, jsonb_build_object('action', 'end', 'to', 'ended', 'because', %s::text)
    FROM lists_listing WHERE id = ANY(%s)
"""


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
    """Those still in force, in one statement, and what rests on them. Returns how many."""
    assert because in ENDINGS  # noqa: S101 - a programming error
    with transaction.atomic(), connection.cursor() as cursor:
        wanted = listings.filter(state__in=(*IN_FORCE, "reminded")).select_for_update(of=("self",)).order_by("pk")
        chosen = list(wanted.values_list("pk", flat=True))
        if not chosen:
            return 0
        Listing.everything.filter(pk__in=chosen).update(
            state="ended", ended_on=timezone.localdate(), ended_because=because, ended_words=words
        )  # fmt: skip
        write_many(cursor, Event.LISTING_ENDED, _ENTRY, [because, chosen], by=by, because=words)
        end_with(chosen, by=by, because=words)
        telling.tell_ended(chosen)
    return len(chosen)
