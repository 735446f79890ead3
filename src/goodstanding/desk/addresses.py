"""The private address of somebody's feed of deadlines: made, renewed, ended by himself; shown once, kept as a hash."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.departments.tokens import hashed
from goodstanding.desk.models import LANGUAGES, DeadlineAddress
from goodstanding.ledger.writing import write
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import text


def make(user: User, *, language: str, by: Standing) -> str:
    """A new secret; the one before stops working at once. It cannot be read again."""
    if language not in LANGUAGES:
        raise Refused("LANGUAGE_UNKNOWN", text("desk.deadlines.language_unknown"))
    token = secrets.token_urlsafe(32)  # 256 random bits: there is nothing to guess
    with transaction.atomic():
        values = {"token_hash": hashed(token), "language": language, "last_used_on": None, "created_at": timezone.now()}
        address, _ = DeadlineAddress.objects.update_or_create(user=user, defaults=values)
        write(Event.CLIENT_CREATED, address, by=by, data={"what": "deadlines.ics", "language": language})
    return token


def end(user: User, *, by: Standing) -> None:
    """The address works no more."""
    with transaction.atomic():
        address = DeadlineAddress.objects.select_for_update().filter(user=user).first()
        if address is None:
            raise Missing("NO_ADDRESS", text("desk.deadlines.no_address"))
        write(Event.CLIENT_ENDED, address, by=by, data={"what": "deadlines.ics"})
        address.delete()


def holder(token: str) -> DeadlineAddress | None:
    """Whose it is, None where it is nobody's (any more)."""
    found = DeadlineAddress.objects.select_related("user").filter(token_hash=hashed(token), user__is_active=True).first()
    today = timezone.localdate()
    if found is not None and found.last_used_on != today:
        DeadlineAddress.objects.filter(pk=found.pk).update(last_used_on=today)
    return found
