"""The clock stands still while experts test, where the profile's law leaves that time out of account; and goes on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import conflict, move
from goodstanding.objections import clocking, closing, hiding, locking, profiles
from goodstanding.objections.models import Objection, Pause
from goodstanding.objections.telling import tell_subject
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def pause(objection: Objection, *, because: str, by: Standing) -> None:
    """From today no day counts. A day from which a silent source's records would not show is taken away where it still lies ahead."""
    require(by, "handle_objection", objection)
    reason = locking.words(because)
    with transaction.atomic():
        one = locking.locked(objection, "pause")
        if one.profile not in profiles.PAUSES:
            raise Refused("NO_PAUSE", text("objections.refused.no_pause", profile=text("objections.profile", one.profile)))
        if clocking.is_paused(one):
            raise conflict()
        if clocking.is_late(one):
            raise Conflict("PAUSE_TOO_LATE", text("objections.refused.pause_too_late"))
        Pause.objects.create(objection=one, since=timezone.localdate(), because=reason, by=by.label)
        move(one, "pause", by=by, because=reason)
        hiding.stand_still(one, by=by)
        tell_subject(one, "objections.told.paused")
    objection.refresh_from_db()


def resume(objection: Objection, *, by: Standing) -> None:
    """Today counts again; every day moves by the working days of the pause, and the records' days with them."""
    require(by, "handle_objection", objection)
    with transaction.atomic():
        one = locking.locked(objection, "resume")
        # Of two at once, one ends the pause.
        if closing.end_pause(one) != 1:
            raise conflict()
        move(one, "resume", by=by)
        clocking.set_all(one, by=by)
        tell_subject(one, "objections.told.resumed")
    objection.refresh_from_db()
