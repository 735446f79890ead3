"""陈述、申辩: the organisation answers, asks for a hearing, or lets the time pass; the department hears and weighs."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.lists import telling
from goodstanding.lists.locking import locked
from goodstanding.lists.models import Listing
from goodstanding.organisations import families
from goodstanding.papers.models import Paper
from goodstanding.representing.models import Consent
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

LONGEST = 5000


def answer(listing: Listing, words: str, *, hearing: bool, by: Standing, consent: Consent | None = None) -> None:
    """Within the time told in the notice; the last day counts. At the window the clerk writes it down on a signed slip."""
    body = families.root(listing.organisation)  # while a merge stands, whoever acts for the body it is shown as
    require(by, "answer_listing", body)
    kept = persons.mask(words.strip()[:LONGEST])[0]
    if not kept:
        raise Refused("ANSWER_MISSING", text("lists.refused.answer_missing"))
    if by.role == "clerk" and (consent is None or consent.organisation_id != body.pk or consent.purpose != "listing"):
        raise Refused("CONSENT_MISSING", text("representing.refused.consent_missing"))
    with transaction.atomic():
        now = locked(listing, "answer")
        if now.answered_at is not None:
            raise conflict()  # heard after it had answered: what it wrote stands
        if now.answer_until is not None and now.answer_until < timezone.localdate():
            raise Refused("ANSWER_LATE", text("lists.refused.answer_late", until=now.answer_until.isoformat()))
        if hearing and not now.kind.hearing:
            raise Refused("NO_HEARING", text("lists.refused.no_hearing"))
        Listing.everything.filter(pk=now.pk).update(
            answer=kept, answered_at=timezone.now(), answered_by=by.label, hearing_asked=hearing
        )  # fmt: skip
        move(now, "answer", by=by, hearing=hearing)
        telling.tell_department(now, "answered")
    listing.refresh_from_db()


def hear(listing: Listing, *, on: date, paper: Paper | None = None, by: Standing) -> None:
    """听证 was held that day; its minutes are kept."""
    require(by, "handle_listing", listing)
    served = listing.served_on
    if served is None or not served <= on <= timezone.localdate():
        raise Refused("HEARD_ON", text("lists.refused.heard_on"))
    with transaction.atomic():
        now = locked(listing, "hear")
        if not now.kind.hearing:
            raise Refused("NO_HEARING", text("lists.refused.no_hearing"))
        Listing.everything.filter(pk=now.pk).update(heard_on=on, heard_paper=paper)
        move(now, "hear", by=by, heard_on=on, paper=paper.sha256 if paper else "")
        telling.tell_subject(now, "heard")
    listing.refresh_from_db()


def weigh(listing: Listing, words: str, *, by: Standing) -> None:
    """复核: what became of each thing that was said. 国办发〔2020〕49号 item 8: 对当事人提出的异议应当进行核实."""
    require(by, "handle_listing", listing)
    if listing.hearing_asked and listing.heard_on is None:
        raise Refused("HEARING_FIRST", text("lists.refused.hearing_first"))
    kept = persons.mask(words.strip()[:LONGEST])[0]
    with transaction.atomic():
        now = locked(listing, "weigh")
        Listing.everything.filter(pk=now.pk).update(weighed=kept, weighed_by=by.label)
        move(now, "weigh", by=by, because=kept)
        telling.tell_head(now, "weighed")
    listing.refresh_from_db()
