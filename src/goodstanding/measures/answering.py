"""陈述、申辩: the organisation answers the notice in time, itself or at the window; the last day counts."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.measures import telling
from goodstanding.measures.locking import locked
from goodstanding.measures.models import Application
from goodstanding.representing.models import Consent
from goodstanding.rules import persons
from goodstanding.rules.refusals import Refused
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

LONGEST = 5000
PURPOSE = "measure"
"""What a visitor asks the clerk to do, on the slip."""


def answer(application: Application, words: str, *, by: Standing, consent: Consent | None = None) -> None:
    """What it says is kept as it says it, without persons' numbers. At the window the clerk writes it down on a signed slip."""
    require(by, "answer_application", application)
    kept = persons.mask(words.strip()[:LONGEST])[0]
    if not kept:
        raise Refused("ANSWER_MISSING", text("measures.refused.answer_missing"))
    if by.role == "clerk" and (consent is None or consent.organisation_id != application.organisation_id or consent.purpose != PURPOSE):
        raise Refused("CONSENT_MISSING", text("representing.refused.consent_missing"))
    with transaction.atomic():
        now = locked(application, "answer")
        if now.answer_until is not None and now.answer_until < timezone.localdate():
            raise Refused("ANSWER_LATE", text("measures.refused.answer_late", until=written(now.answer_until)))
        Application.everything.filter(pk=now.pk).update(answer=kept, answered_at=timezone.now(), answered_by=by.label, consent=consent)
        move(now, "answer", by=by)
        telling.tell_office(now, "answered")
    application.refresh_from_db()
