"""认定: a second person decides, with reasons, basis, term and remedies. A count never does, nor time alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.laws import force
from goodstanding.ledger.moving import move
from goodstanding.lists import catalogue, comparing, ending, proposing, telling
from goodstanding.lists.competence import require_competence
from goodstanding.lists.locking import locked, not_own, of_colour
from goodstanding.lists.models import Listing
from goodstanding.organisations import families
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.rules.terms import months_after
from goodstanding.ui.texts import text

LONGEST = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``number``: of the decision document (认定决定书); ``ends_on``: last day, within the list's term."""

    number: str
    reasons: str
    ends_on: date


def decide(listing: Listing, said: Decision, *, by: Standing) -> None:
    """Put it on the list. From here it is in force; publishing it is another decision."""
    of_colour(listing, "black", "red")
    _decide(listing, said, "decide", by)


def remind(listing: Listing, said: Decision, *, by: Standing) -> None:
    """重点关注: the office reminds the organisation, and looks again when the term is over. No measure follows, nobody else sees it."""
    of_colour(listing, "scrutiny")
    _decide(listing, said, "remind", by)


def _decide(listing: Listing, said: Decision, action: str, by: Standing) -> None:
    require(by, "decide_listing", listing)
    not_own(listing, by)
    today = timezone.localdate()
    number, reasons = persons.mask(said.number.strip()[:200])[0], persons.mask(said.reasons.strip()[:LONGEST])[0]
    with transaction.atomic():
        force.hold(*catalogue.bases(listing.kind_id, listing.criterion))
        now = locked(listing, action)
        proposing.in_force(now.kind, now.criterion)
        require_competence(now.kind_id, now.department_id)
        _ripe(now, today)
        if wrong := _wrong(now, number, reasons, said.ends_on, today):
            raise Refused(wrong.upper(), text("lists.refused", wrong, until=months_after(today, now.kind.months).isoformat()))
        if now.colour == "red":
            _unopposed(now)
        Listing.everything.filter(pk=now.pk).update(
            decision_no=number, decided_on=today, reasons=reasons, basis=now.kind.basis, ends_on=said.ends_on, decided_by=by.label,
            decided_user=by.user_id,
        )  # fmt: skip
        move(now, action, by=by, because=reasons, decision_no=number, ends_on=said.ends_on, basis=now.kind.basis)
        if now.colour != "red":
            _red_goes(now)
        telling.tell_subject(now, "reminded" if action == "remind" else "decided")
    listing.refresh_from_db()


def _ripe(listing: Listing, today: date) -> None:
    """The time to answer is over, or what was said has been weighed."""
    if listing.colour == "scrutiny":
        return
    if listing.hearing_asked and listing.heard_on is None:
        raise Refused("HEARING_FIRST", text("lists.refused.hearing_first"))
    if not listing.may_be_decided(today):
        known = "too_early" if listing.answer_until else "answer_unknown"
        until = listing.answer_until.isoformat() if listing.answer_until else ""
        raise Refused(known.upper(), text("lists.refused", known, until=until))
    if listing.colour == "black" and not _carried(listing):
        raise Refused("NOTHING_CARRIES_IT", text("lists.refused.nothing_carries_it"))


def _carried(listing: Listing) -> bool:
    """At least one effective document still stands."""
    left = listing.rests.filter(gone_on__isnull=True).select_related("record")
    return any(one.record is None or (one.record.ended_on is None and not one.record.taken_back) for one in left)


def _wrong(listing: Listing, number: str, reasons: str, ends_on: date, today: date) -> str:
    if not number:
        return "number_missing"
    if not reasons:
        return "reasons_missing"
    return "" if today < ends_on <= months_after(today, listing.kind.months) else "term_too_long"


def _unopposed(listing: Listing) -> None:
    comparing.clear(listing.organisation_id)
    if listing.remarks.filter(outcome="").exists():
        raise Refused("REMARKS_OPEN", text("lists.refused.remarks_open"))
    if listing.remarks.filter(outcome="confirmed").exists():
        raise Refused("REMARKS_CONFIRMED", text("lists.refused.remarks_confirmed"))


def _red_goes(listing: Listing) -> None:
    """1798号 item 19 (2): 在有效期内被列入黑名单或重点关注名单的，退出红名单."""
    bodies = families.members(listing.organisation_id)
    red = Listing.everything.filter(organisation_id__in=bodies, colour="red").in_force()
    ending.end_many(red, because="conflict", words=text("lists.ended_words.conflict").zh, by=SYSTEM)
