"""API clients' tokens: made once, shown once, kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from goodstanding.departments import access
from goodstanding.departments.allowing import require
from goodstanding.departments.models import ApiClient, Department
from goodstanding.departments.standing import Standing
from goodstanding.ledger import writing
from goodstanding.rules.events import Event

PREFIX = "gs_"


def give(*, name: str, department: Department | None, scopes: Iterable[str], ends_on: date, by: Standing) -> tuple[ApiClient, str]:
    """A new client and its token; the token cannot be read again."""
    require(by, "give_tokens", department)
    # 256 random bits: a plain SHA-256 is enough, there is nothing to guess
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        client = ApiClient.objects.create(
            name=name, department=department, token_hash=hashed(token), hint=token[:8], scopes=sorted(scopes),
            starts_on=timezone.localdate(), ends_on=ends_on,
        )  # fmt: skip
        writing.write(Event.CLIENT_CREATED, client, by=by, data={"scopes": client.scopes, "ends_on": ends_on})
    return client, token


def revoke(client: ApiClient, *, by: Standing, because: str) -> None:
    """Ends it at once."""
    require(by, "give_tokens", client)
    with transaction.atomic():
        ApiClient.objects.filter(pk=client.pk, revoked_at=None).update(revoked_at=timezone.now())
        writing.write(Event.CLIENT_ENDED, client, by=by, because=because)


def holder(token: str) -> ApiClient | None:
    """The client that holds this token today, None where it is unknown, not begun, ended or revoked; an access token's too."""
    if token.startswith(access.PREFIX):
        return access.holder(token)
    today = timezone.localdate()
    client = (
        ApiClient.objects.select_related("department")
        .filter(token_hash=hashed(token), revoked_at=None, starts_on__lte=today, ends_on__gte=today)
        .first()
    )
    if client is not None and client.last_used_on != today:
        ApiClient.objects.filter(pk=client.pk).update(last_used_on=today)
    return client


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
