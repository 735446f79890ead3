"""The one extension: by the centre's director, with reasons, where the profile knows one, before the time is up."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import clocking, locking, profiles
from goodstanding.objections.models import Objection
from goodstanding.objections.telling import tell_subject
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.ui.texts import text


def extend(objection: Objection, *, because: str, by: Standing) -> None:
    """深圳 art. 50: three working days more, with the approval of the head; 浙江 art. 30: twenty in all. The reason is kept."""
    require(by, "extend_objection", objection)
    reason = locking.words(because)
    with transaction.atomic():
        one = locking.locked(objection, "extend")
        check(one)
        Objection.objects.filter(pk=one.pk).update(
            extended_at=timezone.now(), extended_user=by.user_id, extended_by=by.label, extended_because=reason
        )
        move(one, "extend", by=by, because=reason, due_on=str(one.due_on))
        one.refresh_from_db()
        clocking.set_all(one, by=by)
        tell_subject(one, "objections.told.extended")
    objection.refresh_from_db()


def check(objection: Objection) -> None:
    """Whether it can be extended at all; the sentence says the profile's rule."""
    if profiles.extends(objection.profile) is None:
        raise Refused("NO_EXTENSION", text("objections.refused.no_extension", profile=text("objections.profile", objection.profile)))
    if objection.extended_at is not None:
        raise Conflict("EXTENDED_ALREADY", text("objections.refused.extended_already"))
    if clocking.is_paused(objection):
        raise Conflict("PAUSED", text("objections.refused.paused"))
    if clocking.is_late(objection):
        raise Conflict("EXTENSION_TOO_LATE", text("objections.refused.extension_too_late"))
