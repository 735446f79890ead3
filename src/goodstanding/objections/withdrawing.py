"""The organisation withdraws its objection: marks and suspensions go, its sources are told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import closing, locking
from goodstanding.objections.models import Objection
from goodstanding.objections.telling import tell_centre, tell_sources


def withdraw(objection: Objection, *, by: Standing, because: str = "") -> None:
    """By whoever acts for the organisation, or the clerk at the window for it."""
    require(by, "object", locking.body_of(objection))
    with transaction.atomic():
        one = locking.locked(objection, "withdraw")
        closing.lift(one, by=by, because=because)
        one.items.filter(outcome="").update(outcome="nothing", settled_at=timezone.now())
        closing.close_inquiries(one, by=by)
        Objection.objects.filter(pk=one.pk).update(closed_at=timezone.now())
        move(one, "withdraw", by=by, because=locking.words(because) if because.strip() else "")
        tell_sources(one, "objections.told.withdrawn")
        tell_centre(one, "objections.told.withdrawn")
    objection.refresh_from_db()
