"""告知: the organisation is told first, with grounds, basis and rights; a red candidate is publicised. The clock runs from here."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.ledger.moving import move
from goodstanding.lists import catalogue, comparing, proposing, telling
from goodstanding.lists.locking import locked, of_colour
from goodstanding.lists.models import SERVED_HOW, Listing
from goodstanding.papers.models import Paper
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

PURPOSE = "listing.served"


def serve(listing: Listing, *, how: str, on: date, paper: Paper | None = None, by: Standing) -> None:
    """The notice has reached the organisation that day. 国办发〔2020〕49号 item 8: 认定前应当告知 … 决定的事由、依据和当事人享有的权利."""
    require(by, "handle_listing", listing)
    of_colour(listing, "black")
    if how not in SERVED_HOW:
        raise Refused("SERVED_HOW", text("lists.refused.served_how"))
    if not timezone.localdate(listing.proposed_at) <= on <= timezone.localdate():
        raise Refused("SERVED_ON", text("lists.refused.served_on"))
    with transaction.atomic():
        force.hold(*catalogue.bases(listing.kind_id, listing.criterion))
        now = locked(listing, "serve")
        proposing.in_force(now.kind, now.criterion)
        until = due(catalogue.said_of(now.kind_id).answer, on)
        Listing.everything.filter(pk=now.pk).update(served_on=on, served_how=how, served_paper=paper, answer_until=until)
        move(now, "serve", by=by, served_on=on, how=how, answer_until=until, paper=paper.sha256 if paper else "")
        telling.tell_subject(now, "served")
    listing.refresh_from_db()


def publicise(listing: Listing, *, by: Standing) -> None:
    """公示: from today everybody can see the candidate and say what speaks against it. Compared again with what stands against it."""
    require(by, "handle_listing", listing)
    of_colour(listing, "red")
    today = timezone.localdate()
    with transaction.atomic():
        force.hold(*catalogue.bases(listing.kind_id, listing.criterion))
        now = locked(listing, "publicise")
        proposing.in_force(now.kind, now.criterion)
        comparing.clear(now.organisation_id)
        until = due(catalogue.said_of(now.kind_id).answer, today)
        Listing.everything.filter(pk=now.pk).update(publicised_on=today, answer_until=until)
        move(now, "publicise", by=by, answer_until=until)
        telling.tell_subject(now, "publicised")
    listing.refresh_from_db()
