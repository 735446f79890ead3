"""An objection is not accepted: with reasons, and what can be done about it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import locking
from goodstanding.objections.models import Objection
from goodstanding.objections.telling import tell_subject


def refuse(objection: Objection, *, because: str, by: Standing) -> None:
    """Nothing was marked, so nothing is lifted."""
    require(by, "handle_objection", objection)
    reasons = locking.words(because)
    with transaction.atomic():
        one = locking.locked(objection, "refuse")
        one.items.filter(outcome="").update(outcome="nothing", settled_at=timezone.now())
        Objection.objects.filter(pk=one.pk, state="filed").update(reasons=reasons, closed_at=timezone.now())
        move(one, "refuse", by=by, because=reasons)
        tell_subject(one, "objections.told.refused")
    objection.refresh_from_db()
